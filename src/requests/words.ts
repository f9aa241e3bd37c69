import { clientInWords } from '../facts/refusal-sources.ts';
import { scopeInWords } from '../facts/scope-words.ts';
import type { Pending } from '../model/catalogue.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import { changeOf, type RequestChange } from './change.ts';
import { odditiesOf } from './oddities.ts';
import { originInWords } from './origin.ts';

/** Who asks, in one line: `the CLI "laptop" (cli) on linux`. */
export function whoWords({ name, client, mode, platform }: Pending): string {
  const named = name === null ? '' : ` "${name}"`;
  const modeWords = mode === null || mode === client ? '' : `, mode ${mode}`;
  return `${clientInWords(client, null)}${named} (${client ?? 'client not told'}${modeWords}) on ${platform ?? 'an unknown platform'}`;
}

/** What it asks for, in one line. */
export function askedWords({ before, gained }: RequestChange): string {
  const scopes = shortScopes(gained.scopes);
  const roles = gained.roles.join(' and ');
  if (before === null) {
    const as = roles === '' ? 'asks' : `asks as ${roles}`;
    return scopes === '' ? `${as}, for no scopes` : `${as} for ${scopes}`;
  }
  const more = [roles === '' ? '' : `the role ${roles}`, scopes].filter((part) => part !== '').join(', ');
  return more === ''
    ? 'is approved and asks for nothing more: what it says of itself has changed'
    : `is approved and asks for more: ${more}`;
}

function shortScopes(scopes: readonly string[]): string {
  return scopes.includes('operator.admin') ? 'everything (operator.admin)' : scopes.join(', ');
}

/** A right, what it means, and whether it is new. */
export interface RightLine {
  readonly text: string;
  readonly isNew: boolean;
}

/** The roles and scopes that the device would have, one a line, what is new to a known device marked by `+`. */
export function rightLines({ before, gained }: RequestChange): {
  readonly roles: readonly RightLine[];
  readonly scopes: readonly RightLine[];
} {
  const mark = before === null ? '' : '+ ';
  const lines = (had: readonly string[], got: readonly string[], words: (right: string) => string) => [
    ...had.map((right) => ({ text: words(right), isNew: false })),
    ...got.map((right) => ({ text: `${mark}${words(right)}`, isNew: true })),
  ];
  return {
    roles: lines(before?.roles ?? [], gained.roles, (role) => role),
    scopes: lines(before?.scopes ?? [], gained.scopes, (scope) => {
      const words = scopeInWords(scope);
      return words === undefined ? scope : `${scope}: ${words}`;
    }),
  };
}

/**
 * A request as plain text: who asks, from where, for what, how long it still lives, and what is odd about it. `life`: as
 * words, where the patient is one of now.
 */
export function requestText(request: Pending, facts: Facts, life?: string): string {
  const change = changeOf(request, valueIn(facts, 'devices.paired') ?? []);
  const { roles, scopes } = rightLines(change);
  const field = (name: string, lines: readonly string[]) =>
    (lines.length > 0 ? lines : ['none']).map((line, index) => `  ${(index === 0 ? name : '').padEnd(8)}${line}`);
  return [
    `Request ${request.requestId}`,
    ...field('who', [whoWords(request)]),
    ...field('from', [originInWords(request, facts)]),
    ...(change.before === null ? [] : field('asks', [askedWords(change)])),
    ...field('roles', textsOf(roles)),
    ...field('scopes', textsOf(scopes)),
    ...field('device', [request.deviceId ?? 'not told']),
    ...(life === undefined ? [] : field('age', [life])),
    ...odditiesOf(request, facts).map((oddity) => `  ! ${oddity}`),
  ].join('\n');
}

const textsOf = (lines: readonly RightLine[]) => lines.map(({ text }) => text);
