import { judgedAs, newestRelease, releases, releasesIn, releasesOf } from '../gateway/releases.ts';
import { parseVersion, type Version } from '../gateway/version.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';

/** What a gateway says only in some versions, and in which: DECISIONS F5, F6, F22 and sections 1c and 11 of the observations. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/requires HTTPS or localhost \(secure context\)/, '<2026.2.21'],
  [/requires device identity \(use HTTPS or localhost/, '>=2026.2.21'],
  [/pairing required: device |\(requestId: [0-9a-f-]{8}/, '>=2026.4.20'],
  [/(?:scope|role) upgrade pending approval|device metadata change pending approval/, '>=2026.4.20'],
  [/proxy_attribution_required|unattributable proxy-shaped|proxy client attribution/i, '>=2026.7.2-beta.7'],
  [/Proxy headers detected from untrusted address/, '<2026.7.2-beta.7'],
  [/AUTH_SCOPE_MISMATCH|device token scope mismatch/, '>=2026.5.12'],
  [/Control UI updated; reload/, '>=2026.7.2-beta.7'],
  [/too many failed authentication attempts|\brate_limited\b/, '>=2026.2.17'],
  [
    /\b(?:PAIRING_REQUIRED|AUTH_TOKEN_(?:MISSING|MISMATCH)|AUTH_RATE_LIMITED|DEVICE_IDENTITY_REQUIRED)\b/,
    '>=2026.2.22',
  ],
];

/** The releases that the gateway may be: what states its version, else what it says and where it keeps its state. */
export function releaseFacts(facts: Facts): Facts {
  const fact = facts['gateway.version'];
  const stated = fact?.status === 'known' ? fact.value : null;
  const named = stated == null ? undefined : releasesOf(stated);
  const version = parseVersion(stated ?? '');
  const isNewer = version !== undefined && judgedAs(version) !== version;
  const narrowed = named ? [named] : signsIn(facts).map((range) => releasesIn(range));
  const possible = narrowed.reduce((left, right) => left.filter((one) => right.includes(one)), named ?? releases);
  // Signs that contradict each other are of two gateways, or were made up: they say nothing.
  const left = possible.length > 0 ? possible : releases;
  const source =
    named && fact?.status === 'known' ? fact.source : 'what the gateway says, and where it keeps its state';
  return {
    'gateway.releases':
      left.length === releases.length
        ? unknown(fact?.status === 'unknown' ? fact.reason : 'nothing that was looked at tells its version')
        : known(
            left.map(({ text }) => text),
            source,
          ),
    'gateway.newerThanKnown': version
      ? known(isNewer, `the newest release that is known is ${newestRelease.text}`)
      : unknown('its version is not known'),
  };
}

const answers = ['path.http', 'path.upgrade', 'page.http'] as const;

function signsIn(facts: Facts): string[] {
  const store = valueIn(facts, 'devices.store');
  const said = (valueIn(facts, 'refusals') ?? []).map(({ reason }) => reason ?? '');
  const warned = valueIn(facts, 'proxy.warned') === true && valueIn(facts, 'proxy.from') === null;
  return [
    ...(store === 'json' ? ['<2026.7.2-beta.7'] : store === 'sqlite' ? ['>=2026.7.2-beta.7'] : []),
    ...(warned ? ['<2026.7.2-beta.7'] : []),
    ...(answers.some((id) => valueIn(facts, id) === 'proxy-attribution') ? ['>=2026.7.2-beta.7'] : []),
    ...SIGNS.flatMap(([pattern, range]) => (said.some((text) => pattern.test(text)) ? [range] : [])),
  ];
}

/** The releases that a gateway may be, as versions; every known one where nothing tells. */
export function possibleReleases(facts: Facts): readonly Version[] {
  const texts = valueIn(facts, 'gateway.releases');
  return texts ? texts.flatMap((text) => byText.get(text) ?? parseVersion(text) ?? []) : releases;
}

/** One object for each release: what is known of it is kept with it. */
const byText = new Map(releases.map((release) => [release.text, release]));
