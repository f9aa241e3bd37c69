import { Box } from 'ink';
import type { Pending } from '../../model/catalogue.ts';
import { valueIn } from '../../model/fact.ts';
import { changeOf } from '../../requests/change.ts';
import { lifeWords as lifeText } from '../../requests/life.ts';
import { odditiesOf } from '../../requests/oddities.ts';
import { originInWords } from '../../requests/origin.ts';
import { askedWords, whoWords } from '../../requests/words.ts';
import { timeLeftMs, whyIsMeant } from '../requests.ts';
import type { State } from '../state.ts';
import { Choice } from './choice.tsx';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

interface Props {
  readonly requests: readonly Pending[];
  readonly at: string | null;
  readonly state: State;
}

/** Who waits for approval: who asks, from where, for what, what is odd about it, and how long the request still lives. */
export function RequestList({ requests, at, state }: Props) {
  const facts = state.diagnosis?.facts ?? {};
  return requests.map((request, index) => {
    const isAt = request.requestId === at;
    return (
      <Box key={request.requestId} flexDirection="column" marginTop={index === 0 ? 0 : 1}>
        <Choice isAt={isAt} number={index + 1}>
          <Words tone={isAt ? 'title' : 'plain'}>{whoWords(request)}</Words>
          <Words>{`from ${originInWords(request, facts)}`}</Words>
          <Words>{askedWords(changeOf(request, valueIn(facts, 'devices.paired') ?? []))}</Words>
          <Remarks request={request} waiting={requests} state={state} />
          <Words tone="quiet">{`${lifeWords(request, state)}; device ${request.deviceId?.slice(0, 12) ?? 'not told'}`}</Words>
          <Words tone="quiet">{`id ${request.requestId}`}</Words>
        </Choice>
      </Box>
    );
  });
}

interface RemarksProps {
  readonly request: Pending;
  readonly waiting: readonly Pending[];
  readonly state: State;
}

/** Whether the diagnosis is about a request, and what is odd about it, each in a sentence. */
export function Remarks({ request, waiting, state }: RemarksProps) {
  const reason = whyIsMeant(request, waiting, state);
  return (
    <>
      {reason === null ? null : (
        <Marked symbol="ok" tone="good">
          <Words>{reason}</Words>
        </Marked>
      )}
      {odditiesOf(request, state.diagnosis?.facts ?? {}).map((oddity) => (
        <Marked key={oddity} symbol="warning" tone="warning">
          <Words>{oddity}</Words>
        </Marked>
      ))}
    </>
  );
}

/** `asked 1 min ago, 4 min left`. */
export function lifeWords(request: Pending, state: State): string {
  return lifeText(request, state.now, timeLeftMs(request, state));
}
