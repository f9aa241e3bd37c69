import type { Pending } from '../../model/catalogue.ts';
import { valueIn } from '../../model/fact.ts';
import { changeOf } from '../../requests/change.ts';
import { originInWords } from '../../requests/origin.ts';
import { askedWords, type RightLine, rightLines, whoWords } from '../../requests/words.ts';
import type { State } from '../state.ts';
import { Field } from './field.tsx';
import { lifeWords } from './request-list.tsx';

/** One request whole: who asks, from where, and what its device would be allowed. */
export function RequestFields({ request, state }: { readonly request: Pending; readonly state: State }) {
  const facts = state.diagnosis?.facts ?? {};
  const change = changeOf(request, valueIn(facts, 'devices.paired') ?? []);
  const { roles, scopes } = rightLines(change);
  return (
    <>
      <Field name="who">{whoWords(request)}</Field>
      <Field name="from">{originInWords(request, facts)}</Field>
      {change.before === null ? null : <Field name="asks">{askedWords(change)}</Field>}
      <Rights name={roles.length === 1 ? 'role' : 'roles'} rights={roles} />
      <Rights name={scopes.length === 1 ? 'scope' : 'scopes'} rights={scopes} />
      <Field name="device">{request.deviceId ?? 'not told'}</Field>
      <Field name="age">{lifeWords(request, state)}</Field>
    </>
  );
}

/** Rights below each other; new ones of a known device bear a plus. */
function Rights({ name, rights }: { readonly name: string; readonly rights: readonly RightLine[] }) {
  if (rights.length === 0) return <Field name={name}>none</Field>;
  return rights.map(({ text }, index) => (
    <Field key={text} name={index === 0 ? name : ''}>
      {text}
    </Field>
  ));
}
