import { expect, test } from 'vitest';
import { cellOf, fromLan, judge, type Over } from '../attempts.ts';
import { BEFORE_8, holdBoundaries, SINCE_8 } from '../boundaries.ts';
import { onLocalhost } from '../scenes.ts';

const WRONG: Over = { credentials: { token: 'wrong' } };
const EVIL: Over = { headers: { origin: 'https://evil.example' } };

holdBoundaries(
  [
    [
      '2026.2.21',
      '2026.2.22',
      'F3 details.code of a pairing',
      'node',
      fromLan(),
      '1008 "pairing required" (no code)',
      '1008 PAIRING_REQUIRED',
    ],
    [
      '2026.3.11',
      '2026.3.13',
      '[C] a code for each failure of a proof',
      'cli',
      { device: { isIdOfKey: false } },
      '1008 DEVICE_AUTH_INVALID/device-id-mismatch',
      '1008 DEVICE_AUTH_DEVICE_ID_MISMATCH/device-id-mismatch',
    ],
    [
      '2026.3.11',
      '2026.3.13',
      '[C] a code for the origin',
      'control-ui',
      EVIL,
      '1008 "origin not allowed (open the Control UI from the gateway hos"',
      '1008 CONTROL_UI_ORIGIN_NOT_ALLOWED',
    ],
    [
      '2026.5.7',
      '2026.5.12',
      'F31 a code for the protocol',
      'cli',
      { client: { protocol: { min: 1, max: 2 } } },
      '1002 "protocol mismatch"',
      '1002 PROTOCOL_MISMATCH',
    ],
    ['2026.4.20', '2026.4.24', '[C] the hello names scopes', 'cli', fromLan({ device: null }), 'OK', 'OK scopes=[]'],
    [
      '2026.6.11',
      '2026.7.1',
      '§10 a local CLI without device keeps its scopes',
      'cli',
      { device: null },
      'OK scopes=[]',
      'OK',
    ],
  ],
  cellOf,
);

holdBoundaries(
  [
    [
      '2026.2.21',
      '2026.2.22',
      '§1c a wrong secret',
      'cli',
      WRONG,
      'device token mismatch (rotate/reissue device token)',
      'gateway token mismatch (set gateway.remote.token to match gateway.auth.token)',
    ],
    [
      '2026.2.12',
      '2026.2.19',
      '§1c a wrong secret',
      'cli',
      WRONG,
      'gateway token mismatch (set gateway.remote.token to match gateway.auth.token)',
      'device token mismatch (rotate/reissue device token)',
    ],
    [
      '2026.2.2',
      '2026.2.12',
      '[O] a wrong token at the Control UI',
      'control-ui',
      onLocalhost(WRONG),
      'gateway token mismatch (open a tokenized dashboard URL or paste token in Control UI settings)',
      'gateway token mismatch (open the dashboard URL and paste the token in Control UI settings)',
    ],
    [
      BEFORE_8,
      SINCE_8,
      '[C] a wrong token of a local CLI',
      'cli',
      WRONG,
      'gateway token mismatch (set gateway.remote.token to match gateway.auth.token)',
      "gateway token mismatch (use this gateway's gateway.auth.token or pair the device)",
    ],
    [
      '2026.4.10',
      '2026.4.20',
      'F6 pairing',
      'cli',
      fromLan(),
      'pairing required',
      'pairing required: device is not approved yet',
    ],
    [
      '2026.2.19',
      '2026.2.21',
      '§1c a missing identity',
      'control-ui',
      onLocalhost({ device: null }),
      'control ui requires HTTPS or localhost (secure context)',
      'control ui requires device identity (use HTTPS or localhost secure context)',
    ],
    [
      '2026.4.20',
      '2026.4.24',
      '[O] an unknown client',
      'cli',
      { client: { id: 'nosuch' } },
      'invalid connect params: at /client/id: must be equal to constant; at /client/id: must match a schema in anyOf',
      'invalid connect params: at /client/id: must be equal to one of the allowed values',
    ],
    [
      '2026.5.18',
      '2026.5.28',
      '[O] a frame without parameters',
      'cli',
      { frame: { kind: 'connect-without-params' } },
      "invalid connect params: must have required property 'minProtocol'; must have required property 'maxProtocol'; must have required property 'client'",
      "invalid connect params: must have required property 'minProtocol'",
    ],
  ],
  (answer) => ('reason' in answer ? answer.reason.replace(/^unauthorized: /, '') : ''),
);

test('before 2026.2.2 an operator who asks for no scopes is given admin', () => {
  const scopes = (version: string) => {
    const answer = judge(version, 'cli', { client: { scopes: [] } });
    return answer.kind === 'accepted' && answer.scopes;
  };
  expect([scopes('2026.1.29'), scopes('2026.2.2')]).toEqual([['operator.admin'], []]);
});
