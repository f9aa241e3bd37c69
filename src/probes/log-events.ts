/** What a line of a gateway's log tells of a connection. */
export type LogEvent =
  | RefusedEvent
  | AcceptedEvent
  | ApprovedEvent
  | ApproveMissedEvent
  | ScopeEvent
  | ProxyEvent
  | DetailEvent;

export interface RefusedEvent {
  readonly kind: 'refused';
  /** ms since 1970; null where the line bears no time. */
  readonly at: number | null;
  readonly code: number;
  readonly reason: string;
  /** The gateway's own word for it, 2026.4 and later: pairing-required, unauthorized, … */
  readonly cause: string | null;
  /** Of a refused pairing: not-paired, scope-upgrade, role-upgrade, metadata-upgrade. */
  readonly why: string | null;
  readonly remote: string | null;
  /** The gateway's own end of the connection. */
  readonly local: string | null;
  /** The port at the gateway's end; null: the line doesn't say. */
  readonly port: number | null;
  readonly forwarded: string | null;
  readonly origin: string | null;
  readonly host: string | null;
  readonly deviceId: string | null;
  readonly requestId: string | null;
  /** The gateway's name of the connection, by which other lines tell more of it. */
  readonly conn: string | null;
  readonly client: string | null;
  /** What the client showed: none, token, password, device-token, …; null: the line doesn't say. */
  readonly auth: string | null;
  /** The scopes that the device has and those that it asks for, of an upgrade. */
  readonly scopesFrom: readonly string[] | null;
  readonly scopesTo: readonly string[] | null;
  readonly roleFrom: string | null;
  readonly roleTo: string | null;
  /** What the device said that it runs on when it was approved, and what it says now, where that differs. */
  readonly platformFrom: string | null;
  readonly platformTo: string | null;
}

interface AcceptedEvent {
  readonly kind: 'accepted';
  readonly at: number | null;
  readonly remote: string;
}

interface ApprovedEvent {
  readonly kind: 'approved';
  readonly at: number | null;
  readonly deviceId: string;
  /** The gateway did it on its own. */
  readonly silent: boolean;
}

/** An approval that named an id that no request has. */
interface ApproveMissedEvent {
  readonly kind: 'approve-missed';
  readonly at: number | null;
  readonly list: 'devices' | 'nodes';
}

/** A client without a device is let in and then may do nothing. */
interface ScopeEvent {
  readonly kind: 'missing-scope';
  readonly at: number | null;
  readonly scope: string;
  readonly method: string;
}

/** Headers of a proxy came from an address that the gateway doesn't trust; up to 2026.7 it doesn't say from which. */
interface ProxyEvent {
  readonly kind: 'untrusted-proxy';
  readonly at: number | null;
  readonly remote: string | null;
  /** Every such request is refused: from 2026.8.1 on. */
  readonly refused: boolean;
}

/** What another line tells of a connection that is refused a moment later. */
export interface DetailEvent extends Partial<Pick<RefusedEvent, (typeof DETAILS)[number]>> {
  readonly kind: 'detail';
  readonly at: number | null;
  readonly conn: string;
  /** Why it was refused, in the gateway's words. */
  readonly said?: string;
}
/** What other lines may tell of a refusal. */
export const DETAILS = [
  ...(['client', 'auth', 'deviceId', 'why', 'scopesFrom', 'scopesTo', 'roleFrom', 'roleTo'] as const),
  ...(['platformFrom', 'platformTo'] as const),
] as const;

/** OpenClaw's own clients often close before the gateway does, with these words instead of the gateway's. */
export const BY_CLIENT = 'connect failed';
