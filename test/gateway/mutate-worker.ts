import { readdirSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Mutant } from './mutants.ts';

/** What became of the mutants of a file. */
export interface Outcome {
  readonly survivors: readonly Mutant[];
  readonly killed: number;
}

/** Runs the gateway's tests against each mutant of a file, and posts what became of them. */
const { path, mutants } = workerData as { readonly path: string; readonly mutants: readonly Mutant[] };

/** As much of Vitest as these tests use, on Node alone; the first failure throws. */
const VITEST = `
import { deepStrictEqual, partialDeepStrictEqual, strictEqual } from 'node:assert';
const each = (run) => (rows) => (_, body) => {
  for (const row of rows) run('', () => (Array.isArray(row) ? body(...row) : body(row)));
};
export const test = (_, body) => body();
test.each = each(test);
export const describe = test;
export const expect = (actual) => ({
  toBe: (expected) => strictEqual(actual, expected),
  toEqual: (expected) => deepStrictEqual(actual, expected),
  toMatchObject: (expected) => partialDeepStrictEqual(actual, expected),
  toHaveLength: (length) => strictEqual(actual.length, length),
});
`;

const here = new URL('.', import.meta.url);
const tests = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.test.ts') && (name.startsWith('model/') || name === 'topology.test.ts'),
);
const mutated = pathToFileURL(path).href;
const original = readFileSync(path, 'utf8');
const stripped = new Map<string, string>();
let source = original;
let round = 0;

// Every round loads the tests and what they test anew: under addresses of its own, so that nothing is cached.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'vitest') return { url: 'vitest:', shortCircuit: true };
    const resolved = next(specifier, context);
    return /\/(?:src|test)\/gateway\//.test(resolved.url) ? { ...resolved, url: `${resolved.url}?${round}` } : resolved;
  },
  load(url, context, next) {
    if (url === 'vitest:') return { format: 'module', source: VITEST, shortCircuit: true };
    const [file = ''] = url.split('?');
    if (file === url) return next(url, context);
    return {
      format: 'module',
      source: file === mutated ? stripTypeScriptTypes(source) : strippedOf(file),
      shortCircuit: true,
    };
  },
});

await passUnchanged();
const outcome: { survivors: Mutant[]; killed: number } = { survivors: [], killed: 0 };
for (const mutant of mutants) {
  source = original.slice(0, mutant.start) + mutant.text + original.slice(mutant.end);
  const error = await failure();
  if (error === null) outcome.survivors.push(mutant);
  // What doesn't even parse proves nothing.
  else if (!(error instanceof SyntaxError)) outcome.killed += 1;
}
await passUnchanged();
parentPort?.postMessage(outcome satisfies Outcome);

/** Holds before and after: what kills the mutants is what was changed. */
async function passUnchanged(): Promise<void> {
  source = original;
  const cause = await failure();
  if (cause) throw new Error('the tests fail where nothing is changed', { cause });
}

/** The first failure of the tests, or null where they pass. */
async function failure(): Promise<unknown> {
  round += 1;
  try {
    for (const name of tests) await import(new URL(name, here).href);
    return null;
  } catch (error) {
    return error;
  }
}

function strippedOf(file: string): string {
  const known = stripped.get(file) ?? stripTypeScriptTypes(readFileSync(fileURLToPath(file), 'utf8'));
  stripped.set(file, known);
  return known;
}
