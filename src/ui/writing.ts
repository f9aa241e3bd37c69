import type { FileChange } from '../model/report.ts';
import type { WriteResult } from '../remedy/write.ts';
import type { State } from './state.ts';

/** Writes exactly the change that the user saw. */
export function write(state: State, change: FileChange): State {
  if (state.patient === 'evidence') return state;
  return { ...state, screen: { kind: 'writing', change, result: null, since: state.now } };
}

/** A file was written, or left as it was. After one that was written the doctor looks again. */
export function wrote(state: State, result: WriteResult): State {
  const { screen, treatment } = state;
  if (screen.kind !== 'writing' || screen.result !== null || !treatment) return state;
  if (result.status !== 'ok') return { ...state, screen: { ...screen, result } };
  const words = `Written: ${screen.change.file}. As it was it is kept in ${result.backup}.`;
  return {
    ...toldOf(state, words, true),
    treatment: { ...treatment, since: state.now },
    probes: [],
    screen: { kind: 'checking', claimed: false },
  };
}

/** With a line about a file in the terminal's history. */
export function toldOf(state: State, words: string, isOk: boolean): State {
  const { transcript } = state;
  return { ...state, transcript: [...transcript, { kind: 'file', id: transcript.length, words, isOk }] };
}
