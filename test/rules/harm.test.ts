import { join } from 'node:path';
import { measures } from 'virtual:measures';
import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import { bySettings } from '../../src/facts/by-settings.ts';
import { releaseFacts } from '../../src/facts/releases.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { RemedyPlan } from '../../src/model/rule.ts';
import { readCases } from '../../src/rules/cases.ts';
import { readRulesFolder } from '../../src/rules/folder.ts';
import { judgeRules } from '../../src/rules/judge-rules.ts';
import { root } from '../support/bundle.ts';
import { harmsOf, shortcutsIn } from '../support/harm.ts';

const remedies = [...shippedRules, ...measures].flatMap((rule) =>
  rule.remedies.map((remedy) => [`${rule.id}: ${remedy.id}`, remedy] as const),
);

test.each(remedies)('%s does no harm', (_, remedy) => {
  expect(harmsOf(remedy)).toEqual([]);
});

test('the first option of a rule weakens nothing and loses nothing', () => {
  const first = shippedRules.flatMap((rule) => (rule.remedies[0] ? [[rule.id, rule.remedies[0].risk] as const] : []));
  expect(first.filter(([, risk]) => risk === 'weakens-security' || risk === 'data-loss')).toEqual([]);
});

test('no measure weakens anything', () => {
  const weak = measures.flatMap(({ id, remedies: own }) =>
    own.filter(({ risk }) => risk === 'weakens-security').map((remedy) => `${id}: ${remedy.id}`),
  );
  expect(weak).toEqual([]);
});

/** Ways in which a gateway is reached from elsewhere, each enough by itself. */
const REACHED: readonly (readonly [string, Facts])[] = [
  ['is bound beyond loopback', { 'gateway.kind': known('process', 't'), 'gateway.bind': known('lan', 't') }],
  [
    'is published beyond loopback',
    { 'gateway.networkMode': known('bridge', 't'), 'gateway.published': known(['0.0.0.0:18789->18789'], 't') },
  ],
  ['is served by Tailscale', { 'gateway.config.tailscaleMode': known('funnel', 't') }],
  ['stands behind a proxy', { 'gateway.config.trustedProxies': known(['10.0.0.2'], 't') }],
  ['may be published, which nobody knows', { 'gateway.published': unknown('nobody looked') }],
  ['has a log that nobody read', { 'proxy.warned': unknown('nobody looked') }],
];
const cases = readRulesFolder(join(root, 'rules')).flatMap((rule) =>
  readCases(rule).map(({ facts }) => [rule, facts] as const),
);

test.each(REACHED)('where the gateway %s, no case of any rule offers what weakens security', (_, more) => {
  const offered = cases.flatMap(([rule, facts]) => {
    const all = bySettings({ ...releaseFacts(facts), ...facts, ...more });
    return shortcutsIn(judgeRules([rule], all).findings);
  });
  expect(offered).toEqual([]);
});

test('in some case it is offered, so that the test above can fail', () => {
  const offered = cases.flatMap(([rule, facts]) =>
    shortcutsIn(judgeRules([rule], bySettings({ ...releaseFacts(facts), ...facts })).findings),
  );
  expect(offered).toEqual(['pairing-approval/pending-approval-docker: host-network [weakens-security]']);
});

test('a harmful step is found', () => {
  const step = (run: readonly string[]): RemedyPlan => ({
    id: 'x',
    title: 'X',
    risk: 'none',
    steps: [{ say: 'Do so.', where: 'host', run }],
  });
  const harms = [
    ['openclaw', 'config', 'set', 'gateway.controlUi.allowInsecureAuth', 'true'],
    ['openclaw', 'config', 'set', 'gateway.controlUi.allowedOrigins', '["*"]'],
    ['openclaw', 'config', 'set', 'gateway.trustedProxies', '["0.0.0.0/0"]'],
    ['sudo', 'chmod', '-R', '777', '/srv'],
    ['docker', 'compose', 'down', '-v'],
    ['openclaw', 'devices', 'approve', '--latest'],
    ['rm', '-rf', '/home/you/.openclaw/devices'],
    ['sudo', 'ufw', 'allow', '18789/tcp'],
    ['env', 'OPENCLAW_ALLOW_INSECURE_PRIVATE_WS=1', 'openclaw', 'status'],
  ];
  for (const run of harms) expect([run, harmsOf(step(run)).length > 0]).toEqual([run, true]);
  expect(harmsOf(step(['sudo', 'ufw', 'allow', 'from', '192.168.1.20']))).toEqual([]);
});
