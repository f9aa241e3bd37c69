import type { Controller } from '../controller.ts';
import { type State, viewOf } from '../state.ts';
import { copiedWords, resultWords } from '../words.ts';
import { answersOf, eventsFor } from './answers.ts';

export interface Talk {
  readonly controller: Controller;
  /** The present screen as text. */
  readonly view: (state: State) => string;
  /** What tells two views apart. */
  readonly same: (state: State, text: string) => string;
  readonly print: (text: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** An answer that comes sooner was meant for what stood there before. */
const READ_MS = 1000;

/**
 * The walkthrough as a talk: says each new view once, then takes a line as the answer. Returns what takes the lines; null
 * says that no more will come.
 */
export function talk({ controller, view, same, print, now }: Talk): (line: string | null) => void {
  let said = '';
  let told = controller.state().transcript.length;
  let copied = controller.state().copied;
  let isAnswering = false;
  // When a view came up by itself, in place of one that the user was about to answer.
  let interruptedAt = Number.NEGATIVE_INFINITY;

  const ask = () => {
    const answers = answersOf(controller.state());
    if (answers.length > 0) print(`\n${answers.map(({ say, label }) => `  ${say}: ${label}`).join('\n')}\n> `);
  };

  const update = (isAnswer = false) => {
    // Of what one line asks for only the end is said.
    if (isAnswering) return;
    const state = controller.state();
    for (const ended of state.transcript.slice(told))
      print(`\n${ended.kind === 'command' ? resultWords(ended.result) : ended.words}\n`);
    told = state.transcript.length;
    if (state.copied !== copied && state.copied) print(`\n${copiedWords(state.copied.result)}\n> `);
    copied = state.copied;
    const text = view(state);
    const present = same(state, text);
    if (present === said) return;
    if (!isAnswer && said !== '') interruptedAt = now();
    said = present;
    print(`\n${text}\n`);
    if (state.exit !== null) return;
    controller.send({ type: 'seen', view: viewOf(state) });
    ask();
  };

  controller.subscribe(() => update());
  update();
  return (line) => {
    if (line === null) {
      if (controller.state().exit === null) print('\n');
      return controller.send({ type: 'leave' });
    }
    const state = controller.state();
    const isLeaving = /^\s*(?:q|quit|exit|leave)\s*$/i.test(line);
    if (now() - interruptedAt < READ_MS && !isLeaving) {
      print('This came up while you typed. Read it, then answer.\n> ');
      return;
    }
    const events = eventsFor(state, line);
    const before = said;
    isAnswering = true;
    for (const event of events ?? []) controller.send(event);
    isAnswering = false;
    update(true);
    if (said !== before || controller.state().exit !== null) return;
    if (events === undefined && answersOf(state).length > 0) print('That is none of the answers.\n');
    if (events?.[0]?.type !== 'copy') ask();
  };
}
