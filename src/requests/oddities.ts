import { clientInWords } from '../facts/refusal-sources.ts';
import { scopeInWords } from '../facts/scope-words.ts';
import type { Paired, Pending } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import { originOf } from './origin.ts';

/** What a phone is given by its setup code (docs/gateway/protocol/handshake.md): neither admin nor pairing. */
const PHONE_SCOPES = [
  'operator.read',
  'operator.write',
  'operator.approvals',
  'operator.questions',
  'operator.talk',
  'operator.talk.secrets',
];

/** What the reader should know before saying yes: an address that nobody approved came from, more than such a client asks for. */
export function odditiesOf(request: Pending, facts: Facts): readonly string[] {
  const paired = valueIn(facts, 'devices.paired');
  return [
    ...oddAddress(request, paired, facts),
    ...oddScopes(request),
    ...oddRoles(request),
    ...oddPlatform(request, facts),
    ...oddName(request, paired ?? []),
  ];
}

function oddAddress(request: Pending, paired: readonly Paired[] | undefined, facts: Facts): readonly string[] {
  const { remoteIp } = request;
  const origin = originOf(request, facts);
  if (origin === 'unnoted')
    return ['The gateway noted no address: it comes from its own host, or through a proxy that it does not trust.'];
  if (origin === 'nat' || origin === 'own' || origin === 'beside') return [];
  if (paired?.some((device) => device.remoteIp === remoteIp)) return [];
  // Beside nobody that is approved, every address is new.
  const isNew = paired !== undefined && paired.length > 0;
  const nobody = 'no device that is approved has come from it';
  if (origin === 'public') return [`${remoteIp} is on the internet${isNew ? `, and ${nobody}` : ''}: are you there?`];
  return isNew ? [`${remoteIp} is new here: ${nobody}.`] : [];
}

function oddScopes(request: Pending): readonly string[] {
  const { scopes, client, mode } = request;
  const kind = kindOf(request);
  const usual = kind === 'node' ? [] : kind === 'phone' ? PHONE_SCOPES : scopes;
  const excess = scopes.filter((scope) => !usual.includes(scope));
  const unknown = scopes.filter((scope) => scopeInWords(scope) === undefined);
  const who = kind === 'node' ? 'A node' : 'A phone';
  return [
    ...(excess.length > 0
      ? [
          `${who} by itself asks for no ${excess.join(', ')}: somebody set it up so, or another program uses its identity.`,
        ]
      : []),
    ...(kind === 'stranger' && scopes.includes('operator.admin')
      ? [`${client ?? mode ?? 'It'} is no client of OpenClaw's own, and asks to do everything (operator.admin).`]
      : []),
    ...(unknown.length > 0 ? [`The doctor knows no scope ${unknown.join(', ')}: what it allows can't be told.`] : []),
  ];
}

/** A node lets agents run commands on its machine; whoever looks for a browser or a CLI won't expect that. */
function oddRoles(request: Pending): readonly string[] {
  const known = ['operator', 'node'];
  const kind = kindOf(request);
  const others = request.roles.filter((role) => !known.includes(role));
  const isOddNode =
    kind === 'desk' &&
    request.client !== 'openclaw-macos' &&
    request.roles.includes('node') &&
    request.roles.includes('operator');
  return [
    ...(isOddNode ? ['It asks to be a node as well: agents could run commands on its machine.'] : []),
    ...(others.length > 0 ? [`The doctor knows no role ${others.join(', ')}.`] : []),
  ];
}

function oddPlatform({ requestId, platform }: Pending, facts: Facts): readonly string[] {
  const refusal = valueIn(facts, 'refusals')?.find((candidate) => candidate.requestId === requestId);
  if (refusal?.platformChange !== 'other') return [];
  return [
    `It was approved on ${refusal.approvedPlatform} and now says ${platform}: a copied identity looks like this.`,
  ];
}

function oddName({ name, deviceId }: Pending, paired: readonly Paired[]): readonly string[] {
  const isTaken = name !== null && paired.some((device) => device.name === name && device.deviceId !== deviceId);
  const isPaired = paired.some((device) => device.deviceId === deviceId);
  return isTaken && !isPaired ? [`Another device that is approved is named "${name}" too: names prove nothing.`] : [];
}

/** `desk`: the CLI, a browser and the Mac app, which may ask for everything; `own`: the gateway's own agents. */
function kindOf({ client, mode }: Pending): 'node' | 'phone' | 'desk' | 'own' | 'stranger' {
  if (client === 'gateway-client' || client === 'channel') return 'own';
  const words = clientInWords(client, null);
  if (words === 'a phone') return 'phone';
  if (words !== 'a client' && words !== 'a node') return 'desk';
  return words === 'a node' || mode === 'node' ? 'node' : 'stranger';
}
