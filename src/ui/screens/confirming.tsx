import { Box } from 'ink';
import { routed } from '../../model/route.ts';
import { insideWords, placeWords } from '../../report/words.ts';
import { commandFor } from '../answer.ts';
import { Command } from '../components/command.tsx';
import { Field } from '../components/field.tsx';
import { Marked } from '../components/marked.tsx';
import { RequestFields } from '../components/request-fields.tsx';
import { Remarks } from '../components/request-list.tsx';
import { Words } from '../components/words.tsx';
import { liveRequests } from '../requests.ts';
import { stepOf } from '../state.ts';
import { CONNECTS } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** The one request, whole, with the exact command. Only `y` answers it. */
export function ConfirmingScreen({ state, screen: { answer, request, note }, columns }: PropsOf<'confirming'>) {
  const argv = commandFor(state, answer, request);
  const step = stepOf(state);
  const inside = insideWords(step.inside);
  return (
    <Box flexDirection="column">
      <Words tone="title">
        {answer === 'approve'
          ? 'Approve this device? Only if it is yours.'
          : 'Reject this request? Its device is not let in, and may ask again.'}
      </Words>
      {note === null ? null : (
        <Marked symbol="warning" tone="warning">
          <Words>{note}</Words>
        </Marked>
      )}
      <Box flexDirection="column" marginY={1}>
        {argv ? (
          <Command argv={routed(argv, step.route)} columns={columns} shell={step.shell ?? 'sh'} />
        ) : (
          <Words>{`Its id is no request id: the doctor can’t ${answer} it.`}</Words>
        )}
      </Box>
      <Box flexDirection="column" marginBottom={1}>
        <Remarks request={request} waiting={liveRequests(state) ?? []} state={state} />
      </Box>
      <RequestFields request={request} state={state} />
      <Field name="runs">{`${placeWords(step, state.patient)}${inside === undefined ? '' : ` (${inside})`}. ${CONNECTS}`}</Field>
    </Box>
  );
}
