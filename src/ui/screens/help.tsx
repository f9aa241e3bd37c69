import { Box } from 'ink';
import { Field } from '../components/field.tsx';
import { useTheme } from '../components/look.ts';
import { TermList } from '../components/term-list.tsx';
import { Words } from '../components/words.tsx';
import type { State } from '../state.ts';
import { stageTerms, termsOn } from '../terms.ts';

const KEYS = [
  ['arrows, j k', 'choose'],
  ['enter', 'go on; on a step: run or write it here'],
  ['h', 'what keeps it from coming back, once it is mended'],
  ['u', 'take back what was done, a piece at a time; later: openclaw-doctor fix --undo'],
  ['f', 'leave a fix of before as it is, half-way'],
  ['d', 'you did the step elsewhere: look again'],
  ['n', 'go on, though the doctor sees a step as not done'],
  ['y', 'approve or reject the request that is shown whole'],
  ['c', 'copy the command, the lines or the change'],
  ['x', 'reject a request: it is shown whole first; or stop the command that runs'],
  ['r', 'look again, from the start'],
  ['s', 'look on the gateway’s host as well, over your ssh'],
  ['e', 'all evidence, or the first of it'],
  ['space', 'the next lines, where not all fit'],
  ['b, esc', 'back'],
  ['q', 'leave'],
  ['ctrl-c', 'leave at once, from anywhere'],
] as const;

/** The same as lines that one types. */
const LINES = [
  ['Enter', 'an empty line: go on; it never runs anything'],
  ['a number', 'choose that one'],
  ['y', 'run or write the step here; approve or reject the request that is shown whole'],
  ['d', 'you did the step elsewhere: look again'],
  ['n', 'go on, though the doctor sees a step as not done'],
  ['u', 'take back what was done, a piece at a time; later: openclaw-doctor fix --undo'],
  ['c', 'copy the command, the lines or the change'],
  ['h', 'what keeps it from coming back, once it is mended'],
  ['f', 'leave a fix of before as it is, half-way'],
  ['x', 'reject a request: it is shown whole first; or stop the command that runs'],
  ['r', 'look again, from the start'],
  ['s', 'look on the gateway’s host as well, over your ssh'],
  ['e', 'all evidence, or the first of it'],
  ['b', 'back'],
  ['q', 'leave'],
  ['ctrl-c', 'leave at once, from anywhere'],
] as const;

/** Every key, with what the doctor does and never does. */
export function HelpScreen({ state }: { readonly state: State }) {
  const { isLinear } = useTheme();
  const onPath = stageTerms(state);
  const others = termsOn(state).filter(({ means }) => !onPath.some((stage) => stage.means === means));
  return (
    <Box flexDirection="column">
      <Words tone="title">Looking changes nothing. A step runs only when you say so.</Words>
      <Box flexDirection="column" marginTop={1}>
        {(isLinear ? LINES : KEYS).map(([keys, what]) => (
          <Field key={keys} name={keys}>
            {what}
          </Field>
        ))}
      </Box>
      <TermList heading="Words on this screen" terms={others} />
      <TermList heading="Stages of the way to the gateway" terms={onPath} />
    </Box>
  );
}
