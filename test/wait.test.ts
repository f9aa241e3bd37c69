import { describe, expect, test } from 'vitest';
import type { Report } from '../src/model/report.ts';
import { waitUntilHealthy } from '../src/wait.ts';
import { diagnosisOf, finding } from './ui/fakes.ts';

const healthy = diagnosisOf([]);
const refused = (reason: string) =>
  diagnosisOf([finding], { path: [{ stage: 'tcp', status: 'failed', detail: reason }] satisfies Report['path'] });
const pairing = diagnosisOf([finding]);
const stranger = diagnosisOf([], {
  verdict: 'inconclusive',
  unknown: [{ fact: 'openclaw.traces', reason: 'no trace of OpenClaw' }],
});

/** Waits with a clock of its own; each look takes 100 ms, the last diagnosis is that of all looks after it. */
async function wait(diagnoses: readonly ReturnType<typeof refused>[], waitMs: number, lookMs = 100) {
  let ms = 0;
  const looks: { at: number; timeoutMs: number }[] = [];
  const said: string[] = [];
  const last = await waitUntilHealthy(
    {
      look: async (timeoutMs) => {
        looks.push({ at: ms, timeoutMs });
        ms += lookMs;
        return diagnoses[Math.min(looks.length, diagnoses.length) - 1] ?? healthy;
      },
      now: () => ms,
      sleep: async (pauseMs) => {
        ms += pauseMs;
      },
      say: (line) => void said.push(line),
    },
    waitMs,
  );
  return { last, looks, said, ms };
}

test('a healthy patient is looked at once', async () => {
  expect(await wait([healthy], 60_000)).toEqual({
    last: healthy,
    looks: [{ at: 0, timeoutMs: 5000 }],
    said: ['Healthy after 0 s.'],
    ms: 100,
  });
});

test('what is missing is said once for as long as it is the same', async () => {
  const { last, said } = await wait(
    [refused('refused'), refused('refused'), stranger, pairing, pairing, healthy],
    60_000,
  );
  expect([last, said]).toEqual([
    healthy,
    [
      'Not healthy yet: tcp: refused',
      'Not healthy yet: openclaw.traces: no trace of OpenClaw',
      'Not healthy yet: pairing: The gateway sees the CLI as 172.17.0.1, not as local',
      'Healthy after 9 s.',
    ],
  ]);
});

describe('the deadline', () => {
  test('ends with the last look, and looks come less often the longer it takes', async () => {
    const { last, looks, said, ms } = await wait([pairing], 30_000);
    expect(last).toBe(pairing);
    expect(said.at(-1)).toBe('Not healthy within 30 s.');
    expect(ms).toBe(29_100);
    const pauses = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0) - 100);
    expect(pauses.map(Math.round)).toEqual([1000, 1250, 1563, 1953, 2441, 3052, 3815, 4768, 5000, 3158]);
    expect(looks.at(-1)).toEqual({ at: 29_000, timeoutMs: 1000 });
  });

  test('is also that of the probes', async () => {
    expect((await wait([pairing], 400)).looks).toEqual([{ at: 0, timeoutMs: 400 }]);
    expect((await wait([pairing], 6000, 3000)).looks).toEqual([
      { at: 0, timeoutMs: 5000 },
      { at: 4000, timeoutMs: 2000 },
    ]);
  });
});
