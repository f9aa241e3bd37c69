import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { textPage } from '../../src/document/text.ts';
import { explain } from '../../src/explain/command.ts';
import type { NameExplanation, RuleExplanation, TextExplanation } from '../../src/explain/explanation.ts';
import { pageOf } from '../../src/explain/page.ts';

const name = async (x: string, version?: string) => (await explain(x, version, shippedRules)) as NameExplanation;
const rule = async (x: string, version?: string) => (await explain(x, version, shippedRules)) as RuleExplanation;
const told = async (x: string, version?: string) => (await explain(x, version, shippedRules)) as TextExplanation;

describe('a details.code', () => {
  test('that a version has no codes for yet is told by its words', async () => {
    const { isTold, remark, sayings } = await name('PAIRING_REQUIRED', '2026.2.19');
    expect({ isTold, remark, heard: sayings[0]?.heard }).toEqual({
      isTold: false,
      remark: 'OpenClaw 2026.2.19 has no details.code yet: they come with 2026.2.22. It shows the words alone.',
      heard: [{ to: 'every new device', close: 1008, http: null, words: 'pairing required', code: null, reason: null }],
    });
  });

  test('that a version doesn’t have is said to be of others, with what that one says instead', async () => {
    const { remark, sayings } = await name('AUTH_SCOPE_MISMATCH', '2026.1.29');
    expect({ remark, instead: sayings.map(({ instead }) => instead) }).toEqual({
      remark:
        'OpenClaw 2026.1.29 has no details.code yet: they come with 2026.2.22. It doesn’t have AUTH_SCOPE_MISMATCH at all: it is told by 2026.5.12 and newer.',
      instead: [
        'says 1008 «unauthorized: gateway token mismatch (set gateway.remote.token to match gateway.auth.token)»',
      ],
    });
  });

  test('that only part of the refusals had at first', async () => {
    expect((await name('CONTROL_UI_ORIGIN_NOT_ALLOWED', '2026.2.25')).remark).toBe(
      'OpenClaw 2026.2.25 doesn’t tell CONTROL_UI_ORIGIN_NOT_ALLOWED with it: it is told by 2026.3.13 and newer.',
    );
  });

  test('has the words of the version, by client, what they were before, and the rules that judge it', async () => {
    const { versions, sayings } = await name('AUTH_RATE_LIMITED', '2026.5.7');
    expect({
      versions,
      sayings: sayings.map(({ rules, elsewhere, advice }) => ({ rules, elsewhere, advice })),
    }).toEqual({
      versions: '2026.2.22 and newer',
      sayings: [
        {
          rules: [
            {
              id: 'device-credential/device-token-mismatch',
              title: 'The token that a client keeps for its device counts no more',
            },
            {
              id: 'shared-secret/auth-rate-limited',
              title: 'The gateway refuses this client after too many wrong tokens',
            },
            {
              id: 'shared-secret/token-mismatch',
              title: 'The gateway wants another token than a client sends',
            },
          ],
          elsewhere: [
            {
              versions: '2026.2.19 to 2026.2.21',
              says: '1008 «unauthorized: too many failed authentication attempts (retry later)»',
            },
          ],
          advice: 'wait_then_retry',
        },
      ],
    });
  });

  test('means what it means in that version', async () => {
    const means = async (version: string) =>
      (await name('CONTROL_UI_DEVICE_IDENTITY_REQUIRED', version)).sayings[0]?.means;
    expect(await means('2026.7.35')).toContain('only in a secure context');
    expect(await means('2026.8.1')).toContain('plain HTTP is no cause of that any more');
  });

  test('PAIRING_REQUIRED stands for four things, each with rules of its own', async () => {
    const { sayings } = await name('PAIRING_REQUIRED');
    const own = (id: string) => sayings.find((one) => one.id === id)?.rules.map((line) => line.id);
    expect(sayings.map(({ id }) => id)).toEqual(['not-paired', 'scope-upgrade', 'role-upgrade', 'metadata-upgrade']);
    expect(own('scope-upgrade')).toContain('scope-upgrade/scope-upgrade-pending');
    expect(own('scope-upgrade')).not.toContain('pairing-approval/pending-approval-docker');
    expect(own('not-paired')).toContain('pairing-approval/pending-approval-docker');
  });
});

test('rules that don’t hold for the version are left out', async () => {
  const ids = async (version: string) =>
    (await name('403 proxy_attribution_required', version)).sayings.flatMap(({ rules }) => rules.map(({ id }) => id));
  expect(await ids('2026.8.1')).toEqual(['proxy/proxy-attribution-required']);
  expect((await name('403', '2026.7.1')).means).toContain('This version answers no connection so');
});

test.each([
  ['1008', 'close-code', '1008'],
  ['closed (1008)', 'close-code', '1008'],
  ['code=4001', 'close-code', '4001'],
  ['HTTP 502', 'http-answer', '502'],
  ['502 Bad Gateway', 'http-answer', '502'],
  ['token_mismatch', 'reason', 'token_mismatch'],
  ['scope-upgrade', 'reason', 'scope-upgrade'],
  ['pairing_required', 'details-code', 'PAIRING_REQUIRED'],
  ['trusted_proxy_missing_header_x-forwarded-user', 'reason', 'trusted_proxy_missing_header_X-Team'],
])('«%s» is a %s', async (x, kind, wanted) => {
  expect(await name(x)).toMatchObject({ kind, name: wanted, isTold: x !== '502 Bad Gateway' && x !== 'HTTP 502' });
});

test.each([
  ['AUTH_TOKEN_MISMTCH', 'did you mean AUTH_TOKEN_MISMATCH?'],
  ['pending-aproval-docker', 'did you mean pending-approval-docker?'],
  ['pending-approval-docker:nta', 'did you mean nat?'],
  ['4999', "nothing of OpenClaw's ends with 4999; there are: 1000, 1001"],
  ['418', "nothing of OpenClaw's ends with 418; there are: 401, 403"],
])('%s is a mistake', async (x, message) => {
  await expect(explain(x, undefined, shippedRules)).rejects.toThrow(message);
});

test.each([
  ['2026.12.1', '2026.9.6', '2026.12.1 is newer than this doctor knows: it is judged as 2026.9.6.'],
  ['main 328b69be', '2026.9.6', '“main 328b69be” names no release: this is as of 2026.9.6, the newest known.'],
  ['2026.8.x', '2026.8.2', 'Of 2026.8.x these releases are known: 2026.8.1, 2026.8.2. This is as of 2026.8.2.'],
  [
    '2026.1.10',
    '2026.1.10',
    '2026.1.10 is older than 2026.1.29, the oldest that this doctor knows: what it says may differ.',
  ],
  ['2026.5.7', '2026.5.7', null],
])('--openclaw %s is told as %s', async (version, toldAs, note) => {
  expect((await name('1008', version)).openclaw).toEqual({ version, toldAs, note });
});

describe('a rule', () => {
  test('is told by its id, its label and its variant', async () => {
    const all = await rule('pairing-approval/pending-approval-docker');
    expect(await rule('pending-approval-docker')).toEqual({ ...all, asked: 'pending-approval-docker' });
    const { variant, title, variants } = await rule('pending-approval-docker:client-in-container');
    expect({ variant, title, variants: variants.map((one) => one.name) }).toEqual({
      variant: 'client-in-container',
      title: "The gateway sees the client's container as <the address that the gateway saw>, not as local",
      variants: ['client-in-container'],
    });
  });

  test('has only remedies that the version has', async () => {
    const ids = async (version: string) => (await rule('token-mismatch', version)).remedies.map(({ id }) => id);
    expect(await ids('2026.8.1')).toContain('open-one-time-link');
    expect(await ids('2026.7.1')).not.toContain('open-one-time-link');
  });

  test('that isn’t for the version says so', async () => {
    expect(await rule('proxy-attribution-required', '2026.5.7')).toMatchObject({ isForVersion: false });
  });

  test('reads without facts, whichever it is: no placeholder is left', async () => {
    for (const { id } of shippedRules) {
      const explanation = await rule(id);
      const page = textPage(pageOf(explanation), { color: false, columns: 100 });
      expect([id, page.match(/\{[a-z]+\.[\w.]+(?:\||\.\.\.)?[^}]*\}|\bundefined\b(?!-)|\[object/i)?.[0]]).toEqual([
        id,
        undefined,
      ]);
    }
  });
});

describe('a text', () => {
  test('is diagnosed as --from does it, and its words are explained', async () => {
    const { findings, recognised, names } = await told('gateway closed (1008): pairing required', '2026.9.6');
    expect({
      findings: findings.map((finding) => finding.rule),
      recognised: recognised.map(({ line, stage }) => ({ line, stage })),
      names,
    }).toEqual({
      findings: expect.arrayContaining(['pairing-approval/pending-approval-docker']),
      recognised: [{ line: 'gateway closed (1008): pairing required', stage: 'pairing' }],
      names: ['1008'],
    });
  });

  test('in which nothing is known gets what it comes near to', async () => {
    const { findings, recognised, names, near } = await told('pairng requierd by my gatway');
    expect({ findings, recognised, names, near }).toEqual({
      findings: [],
      recognised: [],
      names: [],
      near: ['pairing required'],
    });
  });

  test('of the network is explained, though no gateway said it', async () => {
    expect((await told('connect ECONNREFUSED')).recognised).toMatchObject([{ line: 'ECONNREFUSED', stage: 'tcp' }]);
  });
});
