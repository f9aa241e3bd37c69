/**
 * What a gateway or client says when a connection fails, as one word each: the texts and `details.code`s that stand for
 * it, and the stage of a connection that it ends. In the order in which a gateway judges; of a text that fits several,
 * the first counts. From OpenClaw's own sources and replies, 2026.1.29 to 2026.9.6.
 */
interface Symptom {
  readonly stage: 'upgrade' | 'origin' | 'identity' | 'auth' | 'pairing' | 'scopes';
  readonly text: RegExp;
  /** What it says, for a reader. */
  readonly words: string;
}

const SYMPTOMS = {
  'proxy-attribution': {
    stage: 'upgrade',
    text: /proxy[_ ](?:client )?attribution[_ ](?:is )?required|unattributable proxy-shaped traffic/i,
    words: 'proxy client attribution is required',
  },
  'stale-page': {
    stage: 'upgrade',
    text: /protocol mismatch: Control UI updated/i,
    words: 'Control UI updated; reload this page',
  },
  'protocol-mismatch': { stage: 'upgrade', text: /protocol[ _]mismatch/i, words: 'protocol mismatch' },
  'handshake-timeout': { stage: 'upgrade', text: /handshake[- ]timeout|closed \(1000\b/i, words: 'handshake timeout' },
  'origin-not-allowed': {
    stage: 'origin',
    text: /origin (?:is )?not allowed|origin missing or invalid|CONTROL_UI_ORIGIN_NOT_ALLOWED/i,
    words: 'origin not allowed',
  },
  'device-identity-required': {
    stage: 'identity',
    text: /requires (?:a )?device identity|requires HTTPS or localhost|device identity (?:is )?required|DEVICE_IDENTITY_REQUIRED/i,
    words: 'device identity required',
  },
  'device-proof': {
    stage: 'identity',
    text: /device signature (?:expired|invalid)|device nonce|device identity mismatch|device public key invalid|DEVICE_AUTH_/i,
    words: 'a device signature that is refused',
  },
  'rate-limited': {
    stage: 'auth',
    text: /too many failed authentication attempts|AUTH_RATE_LIMITED|\brate_limited\b/i,
    words: 'too many failed authentication attempts',
  },
  'device-token-scopes': {
    stage: 'auth',
    text: /device token scope mismatch|AUTH_SCOPE_MISMATCH|\bscope_mismatch\b/i,
    words: 'device token scope mismatch',
  },
  'device-token-mismatch': {
    stage: 'auth',
    text: /device[ _]token[ _]mismatch/i,
    words: 'device token mismatch',
  },
  'setup-code': {
    stage: 'auth',
    text: /setup code invalid|bootstrap[ _]token[ _]invalid/i,
    words: 'setup code invalid or used',
  },
  'token-missing': {
    stage: 'auth',
    text: /token[ _]missing(?!_config)|expects its token/i,
    words: 'gateway token missing',
  },
  'token-mismatch': {
    stage: 'auth',
    // Some pages and apps show nothing but the hint behind it.
    text: /token[ _]mismatch|rejected the supplied gateway secret|^set gateway\.remote\.token to match/i,
    words: 'gateway token mismatch',
  },
  'password-missing': { stage: 'auth', text: /password[ _]missing(?!_config)/i, words: 'gateway password missing' },
  'password-mismatch': { stage: 'auth', text: /password[ _]mismatch/i, words: 'gateway password mismatch' },
  unauthorized: {
    stage: 'auth',
    text: /^unauthorized\b|trusted_proxy_\w+|AUTH_(?!TOKEN_|PASSWORD_)[A-Z_]+|unauthorized conn=/,
    words: 'unauthorized',
  },
  'pairing-required': {
    stage: 'pairing',
    text: /pairing[ _-](?:is )?required|device is not approved yet|\b(?:scope|role|metadata)-upgrade\b|\b(?:scope|role) upgrade pending approval|metadata change pending approval|asking for (?:more scopes|a higher role)|identity changed and must be re-approved/i,
    words: 'pairing required',
  },
  'missing-scope': { stage: 'scopes', text: /missing scope: operator\.\w+/i, words: 'missing scope' },
} as const satisfies Readonly<Record<string, Symptom>>;

export type SymptomId = keyof typeof SYMPTOMS;

const entries = Object.entries(SYMPTOMS) as [SymptomId, Symptom][];

/** The symptom that one close reason, error message or `details.code` tells of; undefined for any other text. */
export function symptomOf(reason: string): SymptomId | undefined {
  return entries.find(([, { text }]) => text.test(reason))?.[0];
}

interface Cause {
  readonly symptom: SymptomId;
  /** How the gateway begins what it tells the client. */
  readonly said?: string;
}

/** A gateway's own word for why it refused, `cause=` in its log; those that tell no more than the reason are left out. */
const CAUSES: Readonly<Record<string, Cause>> = {
  'origin-mismatch': { symptom: 'origin-not-allowed', said: 'origin not allowed' },
  'control-ui-insecure-auth': { symptom: 'device-identity-required', said: 'control ui requires device identity' },
  'device-required': { symptom: 'device-identity-required', said: 'device identity required' },
  'device-auth-invalid': { symptom: 'device-proof' },
  'pairing-required': { symptom: 'pairing-required', said: 'pairing required' },
  'protocol-mismatch': { symptom: 'protocol-mismatch' },
  'control-ui-build-mismatch': { symptom: 'stale-page' },
};

/** How a gateway begins what it tells a client that it refuses for this cause; undefined where that isn't known. */
export function saidFor(cause: string | null): string | undefined {
  return CAUSES[cause ?? '']?.said;
}

/** The symptom of a refusal in the log, by the gateway's own word for the cause, else by the reason. */
export function symptomOfRefusal({ cause, reason }: { readonly cause: string | null; readonly reason: string }) {
  return CAUSES[cause ?? '']?.symptom ?? symptomOf(reason);
}

/** Every symptom that a longer text tells of, with the line that says so. */
export function symptomsIn(text: string): readonly { readonly symptom: SymptomId; readonly line: string }[] {
  const found = new Map<SymptomId, string>();
  for (const line of text.split('\n')) {
    // Of what fits one place of a line the most telling counts: «device token mismatch» is no «token mismatch».
    let rest = line;
    let isExplained = false;
    for (const [symptom, { text: pattern }] of entries) {
      if (!pattern.test(rest) || (symptom === 'unauthorized' && isExplained)) continue;
      isExplained = true;
      rest = rest.replaceAll(new RegExp(pattern.source, `${pattern.flags}g`), ' ');
      if (!found.has(symptom)) found.set(symptom, line);
    }
  }
  return [...found].map(([symptom, line]) => ({ symptom, line }));
}

/** The stage of a connection that the symptom ends. */
export function stageOf(symptom: string): Symptom['stage'] | undefined {
  return (SYMPTOMS as Readonly<Record<string, Symptom>>)[symptom]?.stage;
}

/** What the symptom says, for a reader. */
export function symptomInWords(symptom: string): string {
  return (SYMPTOMS as Readonly<Record<string, Symptom>>)[symptom]?.words ?? symptom;
}
