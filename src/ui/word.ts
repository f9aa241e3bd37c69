import { losesData } from '../remedy/undo.ts';
import type { State, Typing } from './state.ts';
import { nextUndo, obstacleNow } from './undo.ts';
import { wordFor } from './words.ts';

/** The word that the present screen waits for; null: it waits for none. */
export function wordAsked(state: State): string | null {
  const { screen } = state;
  if (screen.kind === 'accepting') return wordFor(screen.remedy.risk);
  if (screen.kind !== 'undoing' || screen.busy) return null;
  const next = nextUndo(state);
  const isAsked = next !== undefined && losesData(next.what) && obstacleNow(state) === undefined;
  return isAsked ? wordFor('data-loss') : null;
}

/** Whether the word that is asked for stands there, or none is asked for. */
export function mayGoOn(state: State): boolean {
  const word = wordAsked(state);
  return word === null || typing(state.screen)?.typed.toLowerCase() === word;
}

export function typeLetters(state: State, text: string): State {
  const now = typing(state.screen);
  if (!now || wordAsked(state) === null) return state;
  return withTyping(state, { typed: (now.typed + text.replace(/\s/g, '')).slice(0, 10), isPasted: false });
}

export function eraseLetter(state: State): State {
  const now = typing(state.screen);
  return now ? withTyping(state, { typed: now.typed.slice(0, -1), isPasted: false }) : state;
}

/** What was pasted is left out, and said so. */
export function pasted(state: State): State {
  const now = typing(state.screen);
  return now && wordAsked(state) !== null ? withTyping(state, { ...now, isPasted: true }) : state;
}

function typing(screen: State['screen']): Typing | undefined {
  return screen.kind === 'accepting' || screen.kind === 'undoing' ? screen : undefined;
}

function withTyping(state: State, now: Typing): State {
  const { screen } = state;
  return screen.kind === 'accepting' || screen.kind === 'undoing' ? { ...state, screen: { ...screen, ...now } } : state;
}
