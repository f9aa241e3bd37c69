import { Box } from 'ink';
import { argvOf } from '../../remedy/run.ts';
import { whereWords } from '../../report/words.ts';
import { Command } from '../components/command.tsx';
import { Field } from '../components/field.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import { shellFor } from '../copyable.ts';
import { timeLeftMs } from '../requests.ts';
import { stepOf } from '../state.ts';
import { durationWords, scopeWords, whoWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

/** The one request, whole, with the exact command. Only `y` approves it. */
export function ConfirmingScreen({ state, screen: { request, note }, columns }: PropsOf<'confirming'>) {
  const step = stepOf(state);
  const argv = argvOf(step, request.requestId ?? undefined);
  return (
    <Box flexDirection="column">
      <Words tone="title">Approve this device? Only if it is yours.</Words>
      {note === null ? null : (
        <Marked symbol="warning" tone="warning">
          <Words>{note}</Words>
        </Marked>
      )}
      <Box flexDirection="column" marginY={1}>
        {argv ? (
          <Command argv={argv} columns={columns} shell={shellFor(state, step.where)} />
        ) : (
          <Words tone="bad">Its id is no request id: it can’t be approved.</Words>
        )}
      </Box>
      <Field name="runs">{whereWords(step.where, state.patient)}</Field>
      <Field name="who">{whoWords(request)}</Field>
      <Field name="from">{request.remoteIp ?? 'not told'}</Field>
      <Field name="role">{request.roles.join(' and ') || 'none'}</Field>
      <Field name="scopes">{scopeWords(request.scopes)}</Field>
      {request.isRepair ? (
        <Field name="note">a known device that asks for more, or with a changed identity</Field>
      ) : null}
      <Field name="device">{request.deviceId ?? 'not told'}</Field>
      <Field name="time left">{durationWords(timeLeftMs(request, state))}</Field>
    </Box>
  );
}
