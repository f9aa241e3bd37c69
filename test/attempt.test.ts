import { describe, expect, test } from 'vitest';
import { awaitAttempt } from '../src/attempt.ts';
import type { Diagnosis } from '../src/doctor.ts';
import { unknown } from '../src/model/fact.ts';
import {
  DEVICE,
  diagnosisOf,
  finding,
  machine,
  moment,
  NOW,
  OTHER_REQUEST,
  paired,
  pending,
  REQUEST,
} from './ui/fakes.ts';

const aim = {
  finding,
  remedy: {},
  deviceId: DEVICE,
  request: { requestId: REQUEST, roles: [], scopes: [] },
  since: NOW,
};
const approved = moment([], [paired]);
const connected = moment([], [{ ...paired, seenAt: NOW + 3000 }]);

/** What comes of these looks, the last of them again and again, and how long that took. */
async function awaited(looks: readonly Diagnosis[], isRead = false) {
  let time = NOW;
  let count = 0;
  const said: string[] = [];
  const session = machine(async () => looks[Math.min(count++, looks.length - 1)] ?? approved);
  const seen = { after: approved, outcome: 'approved' } as const;
  const { outcome } = await awaitAttempt(session, aim, seen, {
    now: () => time,
    sleep: async (ms) => {
      time += ms;
    },
    say: (line) => void said.push(line),
    isRead,
  });
  return { outcome, seconds: (time - NOW) / 1000, said };
}

describe('the attempt of a client that was approved', () => {
  test('is awaited until it is seen', async () => {
    expect(await awaited([approved, approved, connected])).toEqual({
      outcome: 'connected',
      seconds: 6,
      said: ['Approved. Connect with the client: its next attempt is awaited for 20 s.'],
    });
  });

  test('may be refused for another reason', async () => {
    const more = { ...pending, requestId: OTHER_REQUEST, askedAt: NOW + 3000, renewedAt: NOW + 3000 };
    expect(await awaited([approved, moment([more], [paired])])).toMatchObject({ outcome: 'refused-anew', seconds: 4 });
  });

  test('is awaited for a while only, and longer where somebody reads along', async () => {
    expect(await awaited([approved])).toMatchObject({ outcome: 'approved', seconds: 20 });
    expect(await awaited([approved], true)).toMatchObject({ outcome: 'approved', seconds: 60 });
  });

  test('is awaited through a look that could not read who is approved', async () => {
    const blind = diagnosisOf([], { facts: { 'devices.paired': unknown('timeout') } });
    expect(await awaited([blind, connected])).toMatchObject({ outcome: 'connected', seconds: 4 });
  });
});
