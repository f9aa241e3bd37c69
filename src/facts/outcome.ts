import type { Change } from '../gateway/changes.ts';
import type { Accepted, Answer, Locality } from '../gateway/model/answer.ts';
import type { Attempt } from '../gateway/model/attempt.ts';
import { judgeConnection } from '../gateway/model/judge.ts';
import type { Refusal } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import { isPairingKnown, refusedAttempts } from './attempt.ts';
import { changed } from './changed.ts';

/** Whether the gateway would let a client in after a change, and how, by the model of every release that it may be. */
export type Outcome =
  | { readonly letsIn: boolean; readonly words: string }
  /** No release that the gateway may be would have refused the client so: the model knows less than this gateway. */
  | { readonly letsIn: 'unknown' };

export function outcomeOf(refusal: Refusal, changes: readonly Change[], facts: Facts): Outcome {
  const attempts = refusedAttempts(refusal, facts);
  if (attempts.length === 0) return { letsIn: 'unknown' };
  const isKnown = isPairingKnown(refusal, facts) || changes.includes('new-device');
  const results = attempts.map((attempt) => resultOf(attempt, changes, facts, isKnown));
  const words = [...new Set(results.map((result) => result.words))];
  return {
    letsIn: results.every(({ letsIn }) => letsIn),
    words: words.length === 1 ? (words[0] ?? '') : `depends on its version: ${words.join('; or ')}`,
  };
}

function resultOf(
  attempt: Attempt,
  changes: readonly Change[],
  facts: Facts,
  isPairingKnown: boolean,
): { letsIn: boolean; words: string } {
  const after = changes.reduce((left, change) => changed(left, change, facts), attempt);
  const answer = judgeConnection(after);
  if (answer.kind === 'accepted') return { letsIn: isOfUse(answer, after), words: acceptedInWords(answer) };
  if (answer.kind !== 'pending') return { letsIn: false, words: refusedInWords(answer) };
  const approved = judgeConnection(changed(after, 'approve', facts));
  const letsIn = approved.kind === 'accepted' && isOfUse(approved, after);
  if (letsIn && !isPairingKnown) return { letsIn, words: 'lets it in, a new device once it is approved' };
  return { letsIn, words: `says «pairing required»${letsIn ? ' once, and lets it in when approved' : ''}` };
}

/** Who gets in without a single scope can do nothing; nodes have none. */
export const isOfUse = ({ scopes, decidedBy }: Accepted, { client }: Attempt) =>
  scopes?.length !== 0 || decidedBy === 'paired' || client.role === 'node';

function acceptedInWords(answer: Accepted): string {
  switch (answer.as) {
    case 'paired':
      return 'lets it in as an approved device';
    case 'approved-silently':
      if (answer.decidedBy === 'bootstrap-token') return 'lets it in by its setup code';
      return 'takes it as local and lets it in without asking';
    case 'pairing-skipped':
      return 'lets it in without pairing';
    case 'without-device':
      return answer.scopes?.length === 0 ? 'lets it in, and it may do nothing' : 'lets it in without a device';
    default:
      return answer.as satisfies never;
  }
}

export function refusedInWords(answer: Exclude<Answer, { kind: 'accepted' | 'pending' }>): string {
  switch (answer.kind) {
    case 'refused':
      return `says «${answer.reason}»`;
    case 'http-refusal':
      return `answers HTTP ${answer.status} ${answer.type}`;
    case 'closed':
      return `closes the connection (${answer.closeCode})`;
    case 'no-connection':
      return 'can’t be reached';
    default:
      return answer satisfies never;
  }
}

/** Why the gateway did not take the client as local, where every release that it may be says the same. */
export function notLocal(refusal: Refusal, facts: Facts): string | null {
  if (refusal.remote === null) return null;
  const reasons = new Set(
    refusedAttempts(refusal, facts).map((attempt) => {
      const answer = judgeConnection(attempt);
      return 'locality' in answer && answer.locality ? localityInWords(answer.locality, refusal) : null;
    }),
  );
  return reasons.size === 1 ? ([...reasons][0] ?? null) : null;
}

function localityInWords(locality: Locality, { remote, host, forwarded }: Refusal): string | null {
  if (locality.kind === 'local') return null;
  switch (locality.because) {
    case 'peer-not-loopback':
      return `it comes from ${remote}, not from 127.0.0.1`;
    case 'host-not-local':
      return `it comes from ${remote} but asks for the host ${host ?? 'of another name'}, and this version wants localhost there`;
    case 'forwarded-header':
      return `it comes from ${remote} with a proxy’s header, so somebody else stands behind it`;
    case 'proxied-client':
      return `a trusted proxy says that it asks for ${forwarded ?? 'somebody else'}`;
    case 'proxied-client-unknown':
      return `it comes from ${remote}, which is listed as a proxy, and doesn’t say for whom it asks`;
    default:
      return locality satisfies never;
  }
}
