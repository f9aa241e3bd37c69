import { Box } from 'ink';
import { isMeasure } from '../../model/measure.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { Note } from '../components/note.tsx';
import { Words } from '../components/words.tsx';
import { isUnanswered, RETURN_MS, SETTLE_MS } from '../looked.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** Looks every few seconds until the client has tried again, or a restart shows. */
export function WaitingScreen({ state, screen }: PropsOf<'waiting'>) {
  const { treatment, now } = state;
  const elapsed = durationWords(now - screen.since);
  if (screen.for === 'return') {
    const isGone = isUnanswered(state.diagnosis?.facts ?? {});
    return (
      <Box flexDirection="column">
        <Words tone="title">
          {isGone
            ? `Waiting for the gateway to be back: ${elapsed}`
            : `Waiting for the gateway to take it over: ${elapsed}`}
        </Words>
        <Block>
          <Words>
            {isGone
              ? `It starts anew, for the change. Whether that helped shows once it answers: the doctor looks again by itself, for ${durationWords(RETURN_MS)} at most.`
              : 'The change shows. A gateway that restarts for it does so within seconds: the doctor looks again by itself.'}
          </Words>
        </Block>
      </Box>
    );
  }
  if (screen.for === 'effect') {
    const shows =
      treatment && isMeasure(treatment.finding)
        ? 'It does not show yet'
        : state.outcome === 'still-there'
          ? 'The problem still shows'
          : 'Whether it helped does not show yet';
    return (
      <Box flexDirection="column">
        <Words tone="title">{`${shows}. Waiting for the change to take effect: ${elapsed}`}</Words>
        <Block>
          <Words>{`A gateway that restarts needs up to half a minute. The doctor looks again by itself, for ${durationWords(SETTLE_MS)}.`}</Words>
        </Block>
      </Box>
    );
  }
  if (screen.for === 'client') {
    const isUntried = state.outcome === 'untried';
    return (
      <Box flexDirection="column">
        <Words tone="title">{`Waiting for the client’s next attempt: ${elapsed}`}</Words>
        <Block>
          <Words>
            {isUntried
              ? 'What still shows is from before. Connect again with the client: if it gets in, you are done. Not every client leaves a trace then.'
              : 'The problem still shows. Connect again with the client.'}
          </Words>
          <Words>The doctor looks again by itself until it has seen the client try.</Words>
        </Block>
        <Note text={screen.note} />
      </Box>
    );
  }
  const further = treatment?.remedy.steps.slice(treatment.step + 1) ?? [];
  return (
    <Box flexDirection="column">
      <Marked symbol="ok" tone="good">
        <Words tone="title">{`Approved. Waiting for the client's next attempt: ${elapsed}`}</Words>
      </Marked>
      <Block>
        {further.length === 0 ? <Words>Connect again with the client.</Words> : null}
        {further.map(({ say }) => (
          <Words key={say}>{say}</Words>
        ))}
        <Words>
          The doctor looks again by itself until it has seen the client connect. If it gets in and nothing shows here,
          you are done: not every gateway notes it.
        </Words>
      </Block>
      <Note text={screen.note} />
    </Box>
  );
}
