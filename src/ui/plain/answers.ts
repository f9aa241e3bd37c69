import { visibleOnLine } from '../../host/clean.ts';
import { whoWords } from '../../requests/words.ts';
import type { Asked } from '../event.ts';
import { gatewayChoices } from '../gateways.ts';
import { measureAt } from '../hardening.ts';
import { type Binding, bindingsOf } from '../keys.ts';
import { reduce } from '../reduce.ts';
import { liveRequests } from '../requests.ts';
import type { State } from '../state.ts';
import { wordAsked } from '../word.ts';

/** What a line may be, with what it does. */
export interface Answer {
  readonly say: string;
  readonly label: string;
}

/** The answers that are valid now, as they are listed under a view. They are the keys of the drawn interface. */
export function answersOf(state: State): readonly Answer[] {
  const { kind } = state.screen;
  const isWordAsked = wordAsked(state) !== null;
  if (!state.showsHelp && (kind === 'looking' || kind === 'checking' || isLookedAfter(state))) return [];
  return bindingsOf(state).flatMap((binding) => {
    const { label, event } = binding;
    if (label === undefined) return [];
    if (event.type === 'move') return [{ say: `1 to ${choicesOf(state).count}`, label }];
    // A word that is typed is asked for by the screen itself.
    if (isWordAsked && event.type === 'open') return [];
    const chosen = event.type === 'open' || event.type === 'turn-away' ? chosenWords(state) : undefined;
    return [{ say: wordOf(state, binding) || 'Enter', label: chosen === undefined ? label : `${label} (${chosen})` }];
  });
}

/** What a command that failed has done is looked at: nothing is asked meanwhile. */
function isLookedAfter({ screen }: State): boolean {
  return screen.kind === 'running' && screen.result !== null && !screen.effect;
}

/** What a line asks for, one after another; undefined: it is no answer here. */
export function eventsFor(state: State, line: string): readonly Asked[] | undefined {
  const said = line.trim().toLowerCase();
  if (/^(?:q|quit|exit|leave)$/.test(said) && !state.showsHelp) return [{ type: 'leave' }];
  const bound = bindingsOf(state).find((binding) => wordOf(state, binding) === said || binding.label === said);
  const { screen } = state;
  if (wordAsked(state) !== null && 'typed' in screen && !state.showsHelp && bound?.event.type !== 'back') {
    const erased = Array.from(screen.typed, (): Asked => ({ type: 'erase' }));
    return said === '' ? undefined : [...erased, { type: 'type', text: said }, { type: 'open' }];
  }
  return bound && bound.event.type !== 'move' ? [bound.event] : chosen(state, said);
}

/** A number chooses: the cursor goes there, and where the choice is all that is asked, on. */
function chosen(state: State, said: string): readonly Asked[] | undefined {
  const { at, count } = choicesOf(state);
  const index = /^\d{1,3}$/.test(said) ? Number(said) - 1 : -1;
  if (index < 0 || index >= count || state.showsHelp) return undefined;
  const by = index < at ? -1 : 1;
  const moves = Array.from({ length: Math.abs(index - at) }, (): Asked => ({ type: 'move', by }));
  return state.screen.kind === 'diagnosis' ? moves : [...moves, { type: 'open' }];
}

/** What the screen has to choose from, and what is chosen. */
function choicesOf(state: State): { readonly at: number; readonly count: number } {
  const { screen, diagnosis } = state;
  switch (screen.kind) {
    case 'choosing':
      return { at: screen.at, count: gatewayChoices(diagnosis).length };
    case 'diagnosis':
      return { at: screen.at, count: diagnosis?.report.findings.length ?? 0 };
    case 'options':
      return { at: screen.at, count: screen.finding.remedies.length };
    case 'approving': {
      const requests = liveRequests(state) ?? [];
      const at = requests.findIndex(({ requestId }) => requestId === screen.at);
      return { at: Math.max(0, at), count: requests.length };
    }
    case 'hardening': {
      const now = measureAt(state);
      return { at: now ? state.measures.indexOf(now) : 0, count: state.measures.length };
    }
    default:
      return { at: 0, count: 0 };
  }
}

/** What is chosen of several: no cursor shows it to who reads from top to bottom. */
function chosenWords(state: State): string | undefined {
  const { screen, diagnosis } = state;
  if (choicesOf(state).count < 2) return undefined;
  switch (screen.kind) {
    case 'choosing':
      return gatewayChoices(diagnosis)[screen.at]?.name;
    case 'diagnosis':
      return diagnosis?.report.findings[screen.at]?.title;
    case 'options':
      return screen.finding.remedies[screen.at]?.title;
    case 'approving': {
      const request = liveRequests(state)?.find(({ requestId }) => requestId === screen.at);
      return request && visibleOnLine(whoWords(request));
    }
    case 'hardening':
      return measureAt(state)?.finding.title;
    default:
      return undefined;
  }
}

/** An empty line goes on, but never runs anything: that needs a y. */
function wordOf(state: State, { keys, event }: Binding): string {
  if (keys.includes('enter')) return event.type === 'open' && runs(state, event) ? 'y' : '';
  return keys.find((key) => key !== 'esc') ?? 'b';
}

/** Runs a command, writes a file, or takes back what a fix did. */
function runs(state: State, event: Asked): boolean {
  const next = reduce(state, event).screen;
  if (next === state.screen) return false;
  return next.kind === 'running' || next.kind === 'writing' || (next.kind === 'undoing' && next.busy !== null);
}
