import type { Diagnosis } from '../doctor.ts';
import type { Effect } from '../remedy/effect.ts';
import { type State, stepOf } from './state.ts';

/** What a look after a step shows of it; undefined on every other screen. */
export async function effectNow(state: State, { facts }: Diagnosis): Promise<Effect | undefined> {
  const { screen, treatment } = state;
  if (!treatment || (screen.kind !== 'checking' && screen.kind !== 'running')) return undefined;
  const { effectOf } = await import('../remedy/effect.ts');
  return effectOf(stepOf(state), treatment.before, facts);
}
