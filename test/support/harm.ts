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

interface Advice {
  readonly title: string;
  readonly steps: readonly { readonly say: string; readonly run?: readonly string[]; readonly byHand?: string }[];
}

/** The harms that a remedy does, as a rule states it or with real names in it. */
export function harmsOf({ title, steps }: Advice): string[] {
  const texts = steps.flatMap(({ say, run, byHand }) => [say, (run ?? []).join(' '), byHand ?? '']);
  const text = [title, ...texts].join('\n');
  return HARMFUL.filter(([, pattern]) => pattern.test(text)).map(([harm]) => harm);
}
