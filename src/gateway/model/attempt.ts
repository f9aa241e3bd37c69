import type { Version } from '../version.ts';

/** One attempt to connect: what arrives at a gateway, and the gateway that it arrives at. */
export interface Attempt {
  readonly version: Version;
  readonly socket: Socket;
  /** Headers of the upgrade by lower-case name: `origin`, `x-forwarded-for`, `tailscale-user-login`, … */
  readonly headers: RequestHeaders;
  readonly frame: FirstFrame;
  readonly client: Client;
  /** The device identity that the client presents; null: none. */
  readonly device: Device | null;
  readonly credentials: Credentials;
  readonly pairing: Pairing;
  readonly gateway: Gateway;
}

/** HTTP has no request without a Host. */
export type RequestHeaders = Readonly<Record<string, string>> & { readonly host: string };

export interface Socket {
  /** The address that the gateway sees at the far end. */
  readonly peer: string;
  /** The address of the gateway's own that is dialled, after every translation on the way. */
  readonly dialled: string;
  /** Addresses that the gateway listens on; `0.0.0.0` stands for all of IPv4, `::` for all. */
  readonly listening: readonly string[];
  /** The listener that took the connection: an ordinary one, or one that the gateway set up Tailscale for. */
  readonly listener: 'ordinary' | 'tailscale-serve' | 'tailscale-funnel';
  /** Whether `tailscale whois` confirms the login that the headers name. */
  readonly isTailscaleUserVerified: boolean;
}

/** What the client sends first. */
export interface FirstFrame {
  readonly kind:
    | 'connect'
    | 'connect-without-params'
    | 'other-method'
    | 'not-a-request'
    | 'not-json'
    | 'binary'
    | 'silence';
  readonly bytes: number;
}

export interface Client {
  /** `openclaw-control-ui`, `cli`, `gateway-client`, `node-host`, … */
  readonly id: string;
  /** `webchat`, `cli`, `backend`, `node`, `ui`, `probe`, … */
  readonly mode: string;
  /** `operator`, `node`, or what no gateway knows. */
  readonly role: string;
  readonly scopes: readonly string[];
  readonly protocol: { readonly min: number; readonly max: number };
  readonly platform: string | null;
  readonly deviceFamily: string | null;
  /** The Control UI's build beside the gateway's own. */
  readonly build: 'same' | 'other' | 'none';
}

/** A device identity and its proof. */
export interface Device {
  /** Whether the id is the hash of the public key; a key that can't be read has none. */
  readonly isIdOfKey: boolean;
  /** The payload that was signed; `invalid` fits none. */
  readonly signature: 'v1' | 'v2' | 'v3' | 'invalid';
  /** The challenge's nonce as it is sent back. */
  readonly nonce: 'right' | 'wrong' | 'blank' | 'absent';
  /** The time of signing minus the gateway's time. */
  readonly clockSkewMs: number;
}

/** Secrets in the connect frame, and whether each is the one that the gateway has; null: not sent. */
export interface Credentials {
  /** `device-token`: the device's own token in the place of the gateway's. */
  readonly token: 'right' | 'wrong' | 'device-token' | null;
  readonly password: 'right' | 'wrong' | null;
  readonly deviceToken: 'right' | 'wrong' | null;
  readonly bootstrapToken: 'right' | 'wrong' | null;
}

/** What the gateway has stored for this very device id and key. */
export type Pairing =
  | { readonly kind: 'unpaired' }
  | {
      readonly kind: 'paired';
      readonly roles: readonly string[];
      /** Those of the roles whose token was revoked. */
      readonly revokedRoles: readonly string[];
      readonly scopes: readonly string[];
      readonly platform: string | null;
      readonly deviceFamily: string | null;
    };

/** Settings of the gateway, and the state that it is in. */
export interface Gateway {
  readonly auth: Auth;
  readonly trustedProxies: readonly string[];
  readonly allowRealIpFallback: boolean;
  readonly controlUi: {
    /** The list in force, with the origins that the gateway seeded at its start. */
    readonly allowedOrigins: readonly string[];
    readonly dangerouslyAllowHostHeaderOriginFallback: boolean;
    readonly allowInsecureAuth: boolean;
    readonly dangerouslyDisableDeviceAuth: boolean;
  };
  readonly nodePairing: { readonly autoApproveLocal: boolean; readonly autoApproveCidrs: readonly string[] };
  readonly isStarting: boolean;
  /** Whether it counts too many wrong secrets of this client to look at another. */
  readonly isRateLimiting: boolean;
}

export type Auth =
  | { readonly mode: 'none' }
  | { readonly mode: 'token' | 'password'; readonly allowTailscale: boolean }
  | {
      readonly mode: 'trusted-proxy';
      readonly userHeader: string;
      readonly requiredHeaders: readonly string[];
      readonly deviceAutoApprove: boolean;
    };

/** A gateway with a token and nothing else set, up and at peace. */
export const plainGateway: Gateway = {
  auth: { mode: 'token', allowTailscale: false },
  trustedProxies: [],
  allowRealIpFallback: false,
  controlUi: {
    allowedOrigins: [],
    dangerouslyAllowHostHeaderOriginFallback: false,
    allowInsecureAuth: false,
    dangerouslyDisableDeviceAuth: false,
  },
  nodePairing: { autoApproveLocal: true, autoApproveCidrs: [] },
  isStarting: false,
  isRateLimiting: false,
};
