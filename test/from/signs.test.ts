import { describe, expect, test } from 'vitest';
import { signFacts } from '../../src/from/signs.ts';
import { clientIn } from '../../src/from/surroundings.ts';
import type { FactId } from '../../src/model/catalogue.ts';
import { valueIn } from '../../src/model/fact.ts';

const tell = (text: string, id: FactId) => valueIn(signFacts(text, '', 'a text'), id);
const says = (text: string) => tell(text, 'text.says');
const ran = (text: string) => tell(text, 'text.ran');

describe('what a text says of approvals', () => {
  test.each([
    ['GatewayClientRequestError: unknown requestId', ['unknown-request']],
    [
      'No pending device request matches 0747dd07-9828-4a00-938a-5febf02ba1f0. Run openclaw devices list and retry with the current request ID.',
      ['unknown-request'],
    ],
    ['nodes approve failed: GatewayClientRequestError: unknown requestId', ['unknown-node-request']],
    [
      '[openclaw] Reason: Unknown node pairing requestId: 3d2cf0ff-9452-4519-b187-fc81ff7c528e',
      ['unknown-node-request'],
    ],
    ['That request was superseded by a newer pending request.', ['superseded']],
    ['OpenClaw: access not configured.\n\nYour Telegram user id: 42\n\nPairing code: HAMWECS7', ['chat-code']],
    ['OpenClaw: access not configured.\n\nid\nPairing code:\n```\nHAMWECS7\n```', ['chat-code']],
    ['Error: Channel required', ['no-chat-request']],
    ['No pending telegram pairing requests.', ['no-chat-request']],
    ['No pending pairing requests.', ['nodes-list-empty']],
    ['openclaw nodes pending returns 0', ['nodes-list-empty']],
    ['`openclaw nodes pending` on the gateway is empty', ['nodes-list-empty']],
    ['the request never shows in nodes pending', ['nodes-list-empty']],
    ['No pending device pairing requests to approve', ['list-is-empty']],
    ['openclaw nodes pending shows my phone', []],
    [
      'node capability surface is awaiting operator approval; run `openclaw nodes approve 428ea826-1da3-4156-b3a6-0d97b2a50fb0`',
      ['node-surface-waits'],
    ],
    ['good morning', []],
  ])('%s', (text, words) => {
    expect(says(text)).toEqual(words);
  });
});

describe('the commands that a text quotes as run', () => {
  test.each([
    ['$ openclaw pairing list', ['openclaw pairing list']],
    ['docker compose run --rm openclaw-cli devices list', ['openclaw devices list']],
    ['docker exec gw node dist/index.js devices approve 1', ['openclaw devices approve']],
    ['nodes pending is empty, nodes approve fails', ['openclaw nodes pending', 'openclaw nodes approve']],
    ['I ran `openclaw pairing approve telegram X`', ['openclaw pairing approve']],
  ])('%s', (text, commands) => {
    expect(ran(text)).toEqual(commands);
  });

  test.each([
    ['Run openclaw devices list and retry with the current request ID.'],
    ['Ask the bot owner to approve with:\nopenclaw pairing approve telegram HAMWECS7'],
    ['Ask the bot owner to approve with:\n```\nopenclaw pairing approve telegram HAMWECS7\n```'],
    ['Run on the Gateway host: openclaw devices approve 0747dd07-9828-4a00-938a-5febf02ba1f0'],
    ['Approve this exact request with: openclaw devices approve 0747dd07-9828-4a00-938a-5febf02ba1f0'],
    ['is awaiting operator approval; run `openclaw nodes approve 1` (see `openclaw nodes pending`)'],
  ])('an instruction is none of them: %s', (text) => {
    expect(ran(text)).toEqual([]);
  });
});

describe('what was given to `devices approve` instead of a request id', () => {
  const device = 'a6e7759ed61c8625cf10b22210c221ee3aad2f0a8a0684ad826e4fc7dad7f729';
  test.each([
    [device, 'device'],
    ['46d266be', 'device'],
    ['192.168.50.20', 'address'],
    ['fd00::2', 'address'],
    ['dev_a1b2', 'invented'],
    ['HAMWECS7', 'chat-code'],
    ['3a208c91-573b-487d-af38-32d11abd9', 'cut'],
    ['<deviceId>', 'device'],
  ])('%s', (given, kind) => {
    const text = `ran \`openclaw devices approve ${given}\``;
    expect([tell(text, 'text.approved'), tell(text, 'text.approvedIs')]).toEqual([given, kind]);
  });

  test.each(['0747dd07-9828-4a00-938a-5febf02ba1f0', '<requestId>', '--latest', 'fails', ''])('%s is none', (given) => {
    expect(tell(`openclaw devices approve ${given}`, 'text.approvedIs')).toBeNull();
  });

  test('dots that stand for the rest are no part of it', () => {
    expect(tell('openclaw devices approve 46d266be...', 'text.approved')).toBe('46d266be');
  });
});

describe('the message of a bot', () => {
  const message = (code: string) =>
    `OpenClaw: access not configured.\nPairing code: ${code}\nAsk the bot owner to approve with:\nopenclaw pairing approve telegram ${code}`;

  test('names channel and code', () => {
    expect([tell(message('HAMWECS7'), 'text.chatChannel'), tell(message('HAMWECS7'), 'text.chatCode')]).toEqual([
      'telegram',
      'HAMWECS7',
    ]);
  });

  test('with a code of another length names none', () => {
    expect(tell(message('HAMWECS7L'), 'text.chatCode')).toBeNull();
  });
});

test('a node host and the gateway’s own agents are known by what only they say', () => {
  expect(clientIn('node host gateway connect failed: pairing required')).toBe('node-host');
  expect(clientIn('scopesTo=operator.write client=gateway-client conn=1')).toBe('gateway-client');
  expect(clientIn('gateway closed (1008): pairing required')).toBeNull();
});

test('a text of megabytes takes no time', () => {
  const text = `${'openclaw devices approve '.repeat(200_000)}\n${'nodes pending '.repeat(200_000)}`;
  const since = performance.now();
  signFacts(text, '', 'a text');
  expect(performance.now() - since).toBeLessThan(2000);
});
