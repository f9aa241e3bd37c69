/** The value of `name=value`; null where it isn't there, or is `n/a`. */
export function field(text: string, name: string): string | null {
  const value = new RegExp(`\\b${name}=(\\S+)`).exec(text)?.[1];
  return value === undefined || value === 'n/a' ? null : value;
}

/** `172.17.0.1:42516` or `[::1]:42516` without its port. */
export function addressOf(endpoint: string | undefined): string | null {
  return endpoint === undefined ? null : endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** The port of `172.17.0.2:18789`. */
export function portOf(endpoint: string | undefined): number | null {
  const port = /:(\d{1,5})$/.exec(endpoint ?? '')?.[1];
  return port === undefined ? null : Number(port);
}

/** A role that the gateway names; it writes `<none>` where there is none. */
export function role(text: string, name: string): string | undefined {
  const value = field(text, name);
  return value === null || value.startsWith('<') ? undefined : value;
}

/** The last `reason=` is the gateway's word; older gateways say it in the close reason or not at all. */
export function whyOf(text: string, reason: string): string | null {
  const word = /\breason=(not-paired|scope-upgrade|role-upgrade|metadata-upgrade)\b/.exec(text)?.[1];
  return word ?? whyOfReason(reason);
}

/** Which kind of approval a close reason or error text asks for; null where it doesn't say. */
export function whyOfReason(reason: string): string | null {
  if (/not approved yet/.test(reason)) return 'not-paired';
  if (/more scopes|scope upgrade pending/i.test(reason)) return 'scope-upgrade';
  if (/higher role|role upgrade pending/i.test(reason)) return 'role-upgrade';
  if (/identity changed|metadata change pending/i.test(reason)) return 'metadata-upgrade';
  return /\b(not-paired|scope-upgrade|role-upgrade|metadata-upgrade)\b/.exec(reason)?.[1] ?? null;
}

/** The platform that a device claims and the one that it was approved with, where a text tells both. */
export function platformsIn(text: string): readonly [string, string] | undefined {
  const [, claimed, pinned] =
    /claimedPlatform=([^\n]{1,60}?) pinnedPlatform=([^\n]{1,60}?)(?=[ \t]+\w+=|[ \t]*$)/m.exec(text) ?? [];
  const isNamed = (name: string | undefined): name is string => name !== undefined && !name.startsWith('<');
  return isNamed(claimed) && isNamed(pinned) ? [claimed, pinned] : undefined;
}

/** The message of an entry of OpenClaw's log files, as far as it holds one of these. */
export function messageIn(entry: Readonly<Record<string, unknown>>, anchors: readonly string[]): string | undefined {
  return [entry.message, entry['2'], entry['1'], entry['0']]
    .flatMap((value) => (typeof value === 'string' ? [withoutColours(value)] : []))
    .find((value) => anchors.some((anchor) => value.includes(anchor)));
}

/** A message may be written for a terminal. A line that is JSON as a whole was read as data: its colours stand there as text. */
const withoutColours = (text: string) => text.replace(/(?:\u001b|\\e)\[[\d;]{0,20}m/g, '');
