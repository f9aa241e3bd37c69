import { expect, test } from 'vitest';
import { refusalFacts } from '../../src/facts/refusals.ts';
import type { Pending, Refusal } from '../../src/model/catalogue.ts';
import { known } from '../../src/model/fact.ts';
import { eventsOf } from '../../src/probes/logs.ts';

const surroundings = { container: null, hostAddresses: [], containerAddresses: [] };
const ASKED = Date.parse('2026-11-22T16:19:40.900Z');
const request: Pending = {
  requestId: '7ae05cad-0ebc-43fd-b989-d83cfdc734be',
  deviceId: 'd'.repeat(64),
  name: null,
  client: 'openclaw-control-ui',
  mode: 'webchat',
  platform: 'linux',
  roles: ['operator'],
  scopes: ['operator.admin'],
  remoteIp: null,
  isRepair: false,
  askedAt: ASKED,
  renewedAt: ASKED,
  expired: false,
};
// The lines that 2026.3.13 and 2026.9.6 wrote behind nginx; the older one names neither request nor device.
const OLD =
  '2026-11-22T16:19:40.977+00:00 [ws] closed before connect conn=255359f5-8bb2-49a4-b71b-cfadf45b1e4f remote=127.0.0.1 fwd=10.79.0.2 origin=https://claw.lab:31313 host=claw.lab:31313 ua=n/a code=1008 reason=pairing required';
const NEW = `2026-11-22T16:19:40.977+00:00 [ws] closed before connect conn=db46f307-cb6b-4284-a7a1-cc60d5afd847 peer=127.0.0.1:37738->127.0.0.1:30096 remote=127.0.0.1 fwd=10.79.0.2 origin=https://claw.lab:31313 host=claw.lab:31313 ua=n/a code=1008 reason=pairing required: device is not approved yet (requestId: ${request.requestId}) phase=auth_validated cause=pairing-required deviceId=${'d'.repeat(64)} requestId=${request.requestId} reason=not-paired`;

function refusals(line: string, pending: Partial<Pending>): readonly Refusal[] {
  const facts = {
    'devices.pending': known([{ ...request, ...pending }], 'pending.json'),
    'devices.paired': known([], 'paired.json'),
  };
  const events = known(eventsOf([line], 'log'), 'log');
  const fact = refusalFacts({ events, told: [], facts, surroundings, now: ASKED + 5000 }).refusals;
  return fact?.status === 'known' ? fact.value : [];
}
const proxied = { remote: '127.0.0.1', forwarded: '10.79.0.2', origin: 'https://claw.lab:31313', live: true };

test('a request whose client a trusted proxy named is one refusal, seen from the proxy', () => {
  expect(refusals(NEW, { remoteIp: '10.79.0.2' })).toMatchObject([{ ...proxied, proxyTrusted: true }]);
  expect(refusals(OLD, { remoteIp: '10.79.0.2' })).toMatchObject([{ ...proxied, proxyTrusted: true }]);
});

test('a request through a proxy that is not trusted names no client, and is told by its time', () => {
  expect(refusals(OLD, {})).toMatchObject([{ ...proxied, proxyTrusted: null, requestId: request.requestId }]);
});

test('a request of another time is another client’s', () => {
  expect(refusals(OLD, { renewedAt: ASKED - 60_000 })).toHaveLength(2);
  expect(refusals(OLD, { remoteIp: '192.168.50.20' })).toHaveLength(2);
});
