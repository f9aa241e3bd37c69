import { Box } from 'ink';
import { Field } from '../components/field.tsx';
import { Words } from '../components/words.tsx';

const KEYS = [
  ['arrows, j k', 'choose'],
  ['enter', 'go on; on a step with a command: run it here'],
  ['d', 'you did the step elsewhere: look again'],
  ['y', 'approve the request that is shown whole'],
  ['x', 'reject a request: it is shown whole first'],
  ['r', 'look again, from the start'],
  ['e', 'all evidence, or the first of it'],
  ['space', 'the next lines, where not all fit'],
  ['b, esc', 'back'],
  ['q', 'leave'],
  ['ctrl-c', 'leave at once, from anywhere'],
] as const;

/** Every key, with what the doctor does and never does. */
export function HelpScreen() {
  return (
    <Box flexDirection="column">
      <Words tone="title">Looking changes nothing. A step runs only when you say so.</Words>
      <Box flexDirection="column" marginTop={1}>
        {KEYS.map(([keys, what]) => (
          <Field key={keys} name={keys}>
            {what}
          </Field>
        ))}
      </Box>
    </Box>
  );
}
