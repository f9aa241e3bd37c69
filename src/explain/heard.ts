import type { Answer } from '../gateway/model/answer.ts';
import { has } from '../gateway/model/behaviour.ts';
import { judgeConnection } from '../gateway/model/judge.ts';
import type { Version } from '../gateway/version.ts';
import { type Declared, isIn, type Modelled, type Saying } from './saying.ts';

/** How a version puts a saying to one kind of client. */
export interface Heard {
  /** To whom. */
  readonly to: string;
  /** The WebSocket close code; null: there is no close, but an HTTP answer or an answer to a single call. */
  readonly close: number | null;
  readonly http: number | null;
  /** `error.message`, with which the close reason begins, or the body of an HTTP answer. */
  readonly words: string;
  readonly code: string | null;
  /** `details.reason` or `details.authReason`. */
  readonly reason: string | null;
}

/** What clients hear of it in that version, for each kind of client that hears something else; empty: it isn't said. */
export function heardIn(saying: Saying, version: Version): readonly Heard[] {
  if ('said' in saying) return declared(saying, version);
  const heard = Object.entries(saying.scenes).flatMap(([to, scene]) => {
    const answer = judgeConnection(scene(version));
    return isIn(version, saying.openclaw) && isMeant(saying, answer) ? [heardOf(to, answer)] : [];
  });
  return heard.filter((one, index) => heard.findIndex((other) => isSame(one, other)) === index);
}

/** What a version that doesn't say it does instead, for a reader. */
export function insteadIn(saying: Saying, version: Version): Heard | 'lets it in' | undefined {
  if ('said' in saying || heardIn(saying, version).length > 0 || !isIn(version, saying.openclaw)) return undefined;
  const [to, scene] = Object.entries(saying.scenes)[0] ?? [];
  if (to === undefined || scene === undefined) return undefined;
  const answer = judgeConnection(scene(version));
  return answer.kind === 'accepted' ? 'lets it in' : heardOf(to, answer);
}

/** The number that a client sees: the close code, or the status of an HTTP answer. */
export function numberOf({ close, http }: Pick<Heard, 'close' | 'http'>): string {
  return http === null ? String(close ?? '') : `HTTP ${http}`;
}

function declared({ said, openclaw }: Declared, version: Version): readonly Heard[] {
  if (!isIn(version, openclaw)) return [];
  const isCoded = has(version, 'details-code') && has(version, said.coded ?? 'details-code');
  return [
    {
      to: said.to ?? 'every client',
      close: said.close,
      http: null,
      words: said.words,
      code: isCoded ? (said.code ?? null) : null,
      reason: isCoded ? (said.reason ?? null) : null,
    },
  ];
}

function isMeant({ is: { by, close, words } }: Modelled, answer: Answer): boolean {
  if (answer.kind === 'accepted' || answer.decidedBy !== by) return false;
  const { close: closed, words: said } = heardOf('', answer);
  return (close === undefined || closed === close) && (words === undefined || said.startsWith(words));
}

function heardOf(to: string, answer: Answer): Heard {
  const nothing = { to, close: null, http: null, words: '', code: null, reason: null };
  switch (answer.kind) {
    case 'pending':
    case 'refused':
      return {
        ...nothing,
        close: answer.closeCode,
        words: answer.reason,
        code: answer.detailsCode,
        reason: answer.detailsReason,
      };
    case 'closed':
      return { ...nothing, close: answer.closeCode };
    case 'http-refusal':
      return { ...nothing, http: answer.status, words: answer.type };
    case 'no-connection':
      return { ...nothing, words: answer.error };
    case 'accepted':
      return nothing;
    default:
      return answer satisfies never;
  }
}

function isSame(one: Heard, other: Heard): boolean {
  return one.words === other.words && one.close === other.close && one.code === other.code;
}
