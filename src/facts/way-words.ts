import type { Answer, DecidedBy } from '../gateway/model/answer.ts';
import type { Refusal } from '../model/catalogue.ts';

/** What it is about a client that decides the gateway's answer. */
export type Decisive =
  | Exclude<DecidedBy, 'proxy-user'>
  /** A user for whom no proxy vouches, and one for whom it does: both decide. */
  | 'no-proxy-user'
  | 'proxy-user';

export function decisiveIn({ kind, decidedBy }: Answer): Decisive {
  return decidedBy === 'proxy-user' && kind !== 'accepted' ? 'no-proxy-user' : decidedBy;
}

/** The same of a refusal that was seen, by what it says: it needs no model. Undefined where it doesn't tell. */
export function decisiveOf({ symptom, why }: Refusal): Decisive | undefined {
  return symptom === 'pairing-required' ? NEEDS[why ?? 'not-told'] : SYMPTOMS[symptom ?? ''];
}

const NEEDS: Readonly<Record<string, Decisive>> = {
  'not-paired': 'not-paired',
  'scope-upgrade': 'more-scopes',
  'role-upgrade': 'other-role',
  'metadata-upgrade': 'changed-metadata',
};

const SYMPTOMS: Readonly<Record<string, Decisive>> = {
  'proxy-attribution': 'proxy-attribution',
  'stale-page': 'stale-build',
  'protocol-mismatch': 'protocol',
  'origin-not-allowed': 'origin',
  'device-identity-required': 'no-device-identity',
  'missing-scope': 'no-device-identity',
  'device-proof': 'device-proof',
  'rate-limited': 'rate-limited',
  'device-token-scopes': 'device-token-scopes',
  'device-token-mismatch': 'device-token-wrong',
  'setup-code': 'bootstrap-token-wrong',
  'token-missing': 'secret-missing',
  'password-missing': 'secret-missing',
  'token-mismatch': 'secret-wrong',
  'password-mismatch': 'secret-wrong',
};

/** What the gateway sees of that; null: nothing but where the client comes from. */
export function shownAs(decisive: Decisive, page: string | null, secret: 'token' | 'password'): string | null {
  switch (decisive) {
    case 'origin':
      return page === null ? 'a page that its list lacks' : `the page ${page}, which its list lacks`;
    case 'secret-missing':
      return `no ${secret}`;
    case 'secret-wrong':
      return `another ${secret} than its own`;
    case 'shared-secret':
      return `the right ${secret}`;
    default:
      return SHOWN[decisive];
  }
}

const SHOWN: Readonly<
  Record<Exclude<Decisive, 'origin' | 'secret-missing' | 'secret-wrong' | 'shared-secret'>, string | null>
> = {
  'not-listening': null,
  starting: null,
  'proxy-attribution': 'a proxy that it does not trust',
  'first-frame': 'no request to connect',
  protocol: 'another protocol',
  role: 'a role that it does not know',
  'no-device-identity': 'no device identity',
  'device-proof': 'a device proof that does not hold',
  'device-token-wrong': 'a device token that counts no more',
  'device-token-scopes': 'a device token for less than it asks',
  'bootstrap-token-wrong': 'a setup code that counts no more',
  'no-proxy-user': 'no user whom the proxy vouches for',
  'rate-limited': 'too many wrong secrets',
  'stale-build': 'a page of another version',

  'not-paired': 'a new device',
  'more-scopes': 'a known device that asks for more',
  'other-role': 'a known device that asks for another role',
  'changed-metadata': 'a known device that has changed',

  paired: 'an approved device',
  local: null,
  'local-backend': null,
  'insecure-setting': 'a setting that waives the device',
  'auth-none': null,
  'tailscale-user': 'a user whom Tailscale vouches for',
  'proxy-user': 'a user whom the proxy vouches for',
  'trusted-cidr': 'an address that its settings trust',
  'bootstrap-token': 'a setup code',
};
