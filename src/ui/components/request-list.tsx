import type { Pending } from '../../model/catalogue.ts';
import { isMeant, timeLeftMs } from '../requests.ts';
import type { State } from '../state.ts';
import { durationWords, scopeWords, whoWords } from '../words.ts';
import { Choice } from './choice.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly requests: readonly Pending[];
  readonly at: string | null;
  readonly state: State;
}

/** Who waits for approval: who asks, from where, for what, and how long the request still lives. */
export function RequestList({ requests, at, state }: Props) {
  return requests.map((request, index) => {
    const isAt = request.requestId === at;
    const left = durationWords(timeLeftMs(request, state));
    const asked = request.askedAt === null ? '' : `asked ${durationWords(state.now - request.askedAt)} ago, `;
    return (
      <Choice key={request.requestId} isAt={isAt} number={index + 1}>
        <Words
          tone={isAt ? 'title' : 'plain'}
        >{`${whoWords(request)}, from ${request.remoteIp ?? 'an unknown address'}`}</Words>
        {isMeant(request, state) ? <Words tone="good">this is the one that the diagnosis is about</Words> : null}
        <Words tone="quiet">{`wants ${request.roles.join(' and ') || 'no role'}: ${scopeWords(request.scopes)}`}</Words>
        <Words tone="quiet">{`${asked}${left} left; id ${request.requestId}`}</Words>
      </Choice>
    );
  });
}
