import { waiversIn } from '../../src/gateway/waivers.ts';
import type { Finding, Remedy } from '../../src/model/report.ts';
import type { Risk } from '../../src/model/rule.ts';

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
  [
    'open a port to everybody',
    /\bufw allow (?!from)|(?:--source|-s|from) (?:0\.0\.0\.0\/0|::\/0|any)\b|-p 0\.0\.0\.0:/,
  ],
  ['delete pairing state', /rm\s+-\S*\s+\S*(?:\.openclaw|devices|identity)/],
];

interface Advice {
  readonly title: string;
  readonly steps: readonly {
    readonly say: string;
    readonly run?: readonly string[];
    readonly byHand?: string;
    readonly snippet?: { readonly text: string };
  }[];
}

/** The harms that a remedy does, as a rule states it or with real names in it. */
export function harmsOf(advice: Advice): string[] {
  const text = textOf(advice);
  const waived = waiversIn(text).map(({ name }) => `turn ${name} on`);
  return [...HARMFUL.filter(([, pattern]) => pattern.test(text)).map(([harm]) => harm), ...waived];
}

function textOf({ title, steps }: Advice): string {
  const texts = steps.flatMap(({ say, run, byHand, snippet }) => [
    say,
    (run ?? []).join(' '),
    byHand ?? '',
    snippet?.text ?? '',
  ]);
  return [title, ...texts].join('\n');
}

/** The remedies of a report that weaken security; and where one that weakens or loses something stands before a better one. */
export function shortcutsIn(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ rule, remedies }) => {
    const named = ({ id, risk }: Remedy) => `${rule}: ${id} [${risk}]`;
    const risks = remedies.map(({ risk }) => RANK.indexOf(risk === 'restart' ? 'none' : risk));
    const isInOrder = risks.every((risk, index) => index === 0 || risk >= (risks[index - 1] ?? 0));
    return [
      ...remedies.filter(({ risk }) => risk === 'weakens-security').map(named),
      ...(isInOrder ? [] : [`${rule}: a riskier option stands before a better one`]),
    ];
  });
}

const RANK: readonly Risk[] = ['none', 'data-loss', 'weakens-security'];
