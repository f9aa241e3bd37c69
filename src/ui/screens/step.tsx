import { Box } from 'ink';
import { hereIn, tellsSecret, wayThere } from '../../facts/way-there.ts';
import type { Facts } from '../../model/fact.ts';
import { isMeasure } from '../../model/measure.ts';
import type { Step } from '../../model/report.ts';
import { stepPlace } from '../../model/step-place.ts';
import { lacksWord, mayAsk, runsHere, typedArgv } from '../../remedy/run.ts';
import { handedInWords, insideWords, placeWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Command } from '../components/command.tsx';
import { Diff } from '../components/diff.tsx';
import { useRoom, useTheme } from '../components/look.ts';
import { Note } from '../components/note.tsx';
import { PathLine } from '../components/path-line.tsx';
import { SnippetLines } from '../components/snippet-lines.tsx';
import { TermList } from '../components/term-list.tsx';
import { Words } from '../components/words.tsx';
import { pathOf } from '../finding-path.ts';
import { type State, stepOf } from '../state.ts';
import { newTerms } from '../terms.ts';
import { CONNECTS, connects } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** One step: where it must be done, the exact command, and why. The command comes first, so that it is never out of sight. */
export function StepScreen({ state, screen, columns }: PropsOf<'step'>) {
  const { treatment } = state;
  const { isLow } = useRoom();
  const { isLinear } = useTheme();
  if (!treatment) return null;
  const step = stepOf(state);
  const { remedy } = treatment;
  const argv = typedArgv(step, step.approves?.requestId ?? undefined);
  const inside = insideWords(step.change ? undefined : step.inside);
  const number = remedy.steps.length === 1 ? 'The only step' : `Step ${treatment.step + 1} of ${remedy.steps.length}`;
  const path = state.diagnosis && !isMeasure(treatment.finding) ? pathOf(state.diagnosis, treatment.finding) : [];
  const isPathKnown = path.some(({ status }) => status !== 'unknown');
  return (
    <Box flexDirection="column">
      {/* Without room for both, where one is on the path stands for what was chosen a moment ago. */}
      <Words tone="title">{`${number}, ${placeWords(step, state.patient)}`}</Words>
      {inside === undefined || isLow ? null : <Words tone="quiet">{inside}</Words>}
      {isLow && isPathKnown ? <PathLine path={path} columns={columns} /> : <Words tone="quiet">{remedy.title}</Words>}
      {screen.doubt ? <Note text={screen.note} /> : null}
      {argv ? (
        <Box marginTop={1}>
          <Command argv={argv} columns={columns} shell={step.shell ?? 'sh'} />
        </Box>
      ) : null}
      <Block>
        <Words>{step.say}</Words>
        {remedy.tradeOff === undefined ? null : <Words>{remedy.tradeOff}</Words>}
      </Block>
      {step.change ? <Diff change={step.change} /> : null}
      {step.snippet ? <SnippetLines snippet={step.snippet} /> : null}
      <Block>
        <Words>{consentWords(state, isLinear ? 'y' : 'Enter')}</Words>
      </Block>
      <TermList terms={newTerms(state)} />
      {screen.doubt ? null : <Note text={screen.note} />}
      {isLow ? null : <PathLine path={path} columns={columns} />}
    </Box>
  );
}

/** `go`: what the user gives for it to run. */
function consentWords(state: State, go: string): string {
  if (state.patient === 'evidence') return `This is ${handedInWords(state.handedIn)}: nothing runs.`;
  const step = stepOf(state);
  if (step.change && runsHere(step))
    return `${go} writes exactly this; the file as it is now is kept beside it. Or change it yourself and press d.`;
  if (!step.run) return 'This is for you to do. Press d when it is done: the doctor looks again.';
  if (!runsHere(step)) return byHandWords(step, state.diagnosis?.facts ?? {});
  if (step.approves) return 'Enter shows who asks. Nothing is approved before you have seen the request whole.';
  const asks = mayAsk(typedArgv(step) ?? [])
    ? 'It may ask you for a password: the terminal is its own until it has ended. '
    : '';
  const note = connects(step.run) ? ` ${CONNECTS}` : '';
  return `${asks}${go} runs exactly this. Or run it yourself elsewhere and press d: the doctor looks again.${note}`;
}

/** Why the doctor doesn't run it. */
function byHandWords(step: Step, facts: Facts): string {
  const then = 'then press d: the doctor looks again.';
  const place = stepPlace(step.where);
  const way = place && step.run && wayThere(place, step.run, hereIn(facts));
  if (way?.kind === 'none') return `The doctor can’t run this from here: ${way.why}. Run it there, ${then}`;
  if (step.approves?.unseen)
    return `Who waits there can’t be read from here, so the doctor approves nobody. Run it yourself with the id that is yours, ${then}`;
  if (step.run && tellsSecret(step.run))
    return `It shows a secret, so the doctor doesn’t run it. Run it in a terminal of your own, ${then}`;
  if (lacksWord(step)) return `Fill in what only you know and run it in a terminal of your own, ${then}`;
  return `The doctor approves only what it can show you whole. Run it in a terminal of your own, ${then}`;
}
