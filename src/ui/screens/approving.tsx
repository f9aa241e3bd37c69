import { Box } from 'ink';
import { possibleReleases } from '../../facts/releases.ts';
import { holdsFor } from '../../gateway/releases.ts';
import { factOf } from '../../model/fact.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { RequestList } from '../components/request-list.tsx';
import { TermList } from '../components/term-list.tsx';
import { InSight } from '../components/viewport.tsx';
import { Words } from '../components/words.tsx';
import { liveRequests } from '../requests.ts';
import type { State } from '../state.ts';
import { newTerms } from '../terms.ts';
import type { PropsOf } from './screen.tsx';

/** The requests that wait now; the list is looked at anew every few seconds. */
export function ApprovingScreen({ state, screen }: PropsOf<'approving'>) {
  const requests = liveRequests(state);
  return (
    <Box flexDirection="column">
      <InSight isAt={screen.note !== null || screen.at === requests?.[0]?.requestId} news={screen.note}>
        <Words tone="title">{titleFor(requests?.length)}</Words>
        {screen.note === null ? null : (
          <Marked symbol="warning" tone="warning">
            <Words>{screen.note}</Words>
          </Marked>
        )}
        <Block>
          {requests && requests.length > 0 ? (
            <RequestList requests={requests} at={screen.at} state={state} />
          ) : (
            <Words>{emptyWords(state, requests === undefined)}</Words>
          )}
        </Block>
      </InSight>
      {requests && requests.length > 0 ? (
        <Block>
          <Words>{waitWords(state)}</Words>
        </Block>
      ) : null}
      <TermList terms={newTerms(state)} />
    </Box>
  );
}

function titleFor(count: number | undefined): string {
  if (count === undefined) return 'The requests can’t be read';
  if (count === 0) return 'Nobody waits for approval now';
  return count === 1
    ? 'One device waits for approval. Is it yours?'
    : `${count} devices wait for approval. Which is yours?`;
}

/** From 2026.4.20 on a client shows the id of its request. */
function waitWords({ diagnosis }: State): string {
  const showsId = holdsFor('>=2026.4.20', possibleReleases(diagnosis?.facts ?? {})) === true;
  const compare = showsId ? 'Your client shows its id beside «pairing required». ' : '';
  return `${compare}None is yours? Connect again with the client: its request appears here by itself.`;
}

function emptyWords({ diagnosis }: State, isUnknown: boolean): string {
  const pending = diagnosis ? factOf(diagnosis.facts, 'devices.pending') : undefined;
  if (isUnknown) return pending?.status === 'unknown' ? pending.reason : 'They were not looked at.';
  return 'A request lives five minutes after its client last tried. Connect again with the client: it appears here by itself.';
}
