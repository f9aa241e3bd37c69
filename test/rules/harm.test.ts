import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import type { RemedyPlan } from '../../src/model/rule.ts';
import { harmsOf } from '../support/harm.ts';

const remedies = shippedRules.flatMap((rule) =>
  rule.remedies.map((remedy) => [`${rule.id}: ${remedy.id}`, remedy] as const),
);

test.each(remedies)('%s does no harm', (_, remedy) => {
  expect(harmsOf(remedy)).toEqual([]);
});

test('the first option of a rule weakens nothing and loses nothing', () => {
  const first = shippedRules.flatMap((rule) => (rule.remedies[0] ? [[rule.id, rule.remedies[0].risk] as const] : []));
  expect(first.filter(([, risk]) => risk === 'weakens-security' || risk === 'data-loss')).toEqual([]);
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
  ];
  for (const run of harms) expect(harmsOf(step(run))).toHaveLength(1);
});
