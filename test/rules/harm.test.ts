import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import type { RemedyPlan } from '../../src/model/rule.ts';

/** What no step may do or say to do, whatever its risk. */
const HARMFUL: readonly (readonly [string, RegExp])[] = [
  ['turn device authentication off', /set gateway\.controlUi\.(?:allowInsecureAuth|dangerously\w+) true/i],
  ['open the Control UI to every origin', /allowedOrigins[^\n]{0,40}["'[\s]\*["'\]]/],
  ['turn authentication off', /gateway\.auth\.mode[ =:"']{1,4}none/],
  ['trust every address as a proxy', /trustedProxies[^\n]{0,60}(?:0\.0\.0\.0\/0|::\/0)/],
  ['make files writable for everybody', /chmod\s+(?:-R\s+)?(?:0?777|a\+w|o\+w)/],
  ['delete volumes', /\bdown\s+(?:\S+\s+)?(?:-v|--volumes)\b|volume (?:rm|prune)/],
  ['approve whatever came last', /--latest/],
  ['make a new token', /generate-gateway-token|token (?:re)?generate|rotate the (?:gateway )?token/i],
  ['delete pairing state', /rm\s+-\S*\s+\S*(?:\.openclaw|devices|identity)/],
];

const textOf = ({ title, steps }: RemedyPlan) =>
  [title, ...steps.flatMap(({ say, run, byHand }) => [say, (run ?? []).join(' '), byHand ?? ''])].join('\n');

const remedies = shippedRules.flatMap((rule) =>
  rule.remedies.map((remedy) => [`${rule.id}: ${remedy.id}`, remedy] as const),
);

test.each(remedies)('%s does no harm', (_, remedy) => {
  const text = textOf(remedy);
  expect(HARMFUL.filter(([, pattern]) => pattern.test(text)).map(([harm]) => harm)).toEqual([]);
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
  for (const run of harms) expect(HARMFUL.some(([, pattern]) => pattern.test(textOf(step(run))))).toBe(true);
});
