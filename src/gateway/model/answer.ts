/** What a gateway answers to an attempt, and the condition that decided. */
export type Answer = Accepted | Pending | Refused | Closed | HttpRefusal | NoConnection;

export interface Accepted extends Decided {
  readonly kind: 'accepted';
  readonly as: 'paired' | 'approved-silently' | 'pairing-skipped' | 'without-device';
  /** `auth.method` of the hello. */
  readonly method: Method;
  /** The scopes granted; null where the gateway's hello says nothing of them. */
  readonly scopes: readonly string[] | null;
  /** Whether the client is given a device token for next time. */
  readonly isDeviceTokenIssued: boolean;
  readonly locality: Locality;
}

/** Closed with a request left waiting for somebody's approval. */
export interface Pending extends Decided {
  readonly kind: 'pending';
  readonly closeCode: 1008;
  /** `error.message`; the close reason is that, where it names a request with its id, cut to 120 bytes. */
  readonly reason: string;
  readonly detailsCode: 'PAIRING_REQUIRED' | null;
  readonly detailsReason: PairingReason | null;
  readonly locality: Locality;
}

export interface Refused extends Decided {
  readonly kind: 'refused';
  readonly closeCode: 1002 | 1008 | 1013;
  /** `error.message`; the close reason is that cut to 120 bytes. */
  readonly reason: string;
  readonly detailsCode: string | null;
  /** `details.reason`, and for a failed authentication `details.authReason`. */
  readonly detailsReason: string | null;
  /** Null where it ended before anybody asked. */
  readonly locality: Locality | null;
}

/** Closed without a verdict. */
export interface Closed extends Decided {
  readonly kind: 'closed';
  readonly closeCode: 1000 | 1009;
  /** How long the gateway waits before it does; 0: at once. */
  readonly afterMs: number;
}

/** Refused before there is a WebSocket. */
export interface HttpRefusal extends Decided {
  readonly kind: 'http-refusal';
  readonly status: 403;
  readonly type: 'proxy_attribution_required';
}

export interface NoConnection extends Decided {
  readonly kind: 'no-connection';
  readonly error: 'ECONNREFUSED';
}

/** How a client authenticated. */
export type Method = 'none' | 'token' | 'password' | 'trusted-proxy' | 'tailscale' | 'bootstrap-token' | 'device-token';

interface Decided {
  readonly decidedBy: DecidedBy;
  readonly stage: Stage;
}

/** The condition that decided; the words for it are elsewhere. */
export type DecidedBy = Refusal | PairingNeed | Admission;

export type Refusal =
  | 'not-listening'
  | 'proxy-attribution'
  | 'first-frame'
  | 'starting'
  | 'protocol'
  | 'role'
  | 'origin'
  | 'no-device-identity'
  | 'device-proof'
  | 'secret-missing'
  | 'secret-wrong'
  | 'device-token-wrong'
  | 'device-token-scopes'
  | 'bootstrap-token-wrong'
  | 'proxy-user'
  | 'rate-limited'
  | 'stale-build';

export type PairingNeed = 'not-paired' | 'more-scopes' | 'other-role' | 'changed-metadata';

export type Admission =
  | 'paired'
  | 'local'
  | 'local-backend'
  | 'shared-secret'
  | 'insecure-setting'
  | 'auth-none'
  | 'tailscale-user'
  | 'proxy-user'
  | 'trusted-cidr'
  | 'bootstrap-token';

/** The stages of src/model/rule.ts at which a gateway decides. */
export type Stage = 'tcp' | 'http' | 'upgrade' | 'origin' | 'identity' | 'auth' | 'pairing' | 'scopes';

export type PairingReason = 'not-paired' | 'metadata-upgrade' | 'role-upgrade' | 'scope-upgrade';

/** Whether the gateway takes a client for one beside it, and the condition that made it so. */
export type Locality =
  | { readonly kind: 'local'; readonly because: 'loopback-peer' | 'proxied-client-loopback' | 'browser-container' }
  | {
      readonly kind: 'remote';
      readonly because:
        | 'peer-not-loopback'
        | 'host-not-local'
        | 'forwarded-header'
        | 'proxied-client'
        | 'proxied-client-unknown';
    };
