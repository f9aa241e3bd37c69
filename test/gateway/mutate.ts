/**
 * Mutation run: changes src/gateway/model and src/gateway/topology.ts in one place at a time, runs the gateway's tests
 * against that, and lists the changes that no test notices. Ends with 1 where there are such.
 *
 *     ./node_modules/.bin/node test/gateway/mutate.ts [part of a file name]
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { closeCompiler, type Mutant, mutantsOf } from './mutants.ts';
import type { Outcome } from './mutate-worker.ts';

/** For all mutants of one file. */
const DEADLINE_MS = 300_000;

const gateway = fileURLToPath(new URL('../../src/gateway/', import.meta.url));
const files = ['topology.ts', ...readdirSync(`${gateway}model`).map((name) => `model/${name}`)].filter((file) =>
  file.includes(process.argv[2] ?? ''),
);
const work = files.map((file) => ({ file, mutants: mutantsOf(gateway + file) }));
closeCompiler();
let [killed, survived] = [0, 0];
for (const { file, mutants } of work) {
  const outcome = await outcomeOf(gateway + file, mutants);
  killed += outcome.killed;
  survived += outcome.survivors.length;
  process.stdout.write(`${file}: ${outcome.killed} killed, ${outcome.survivors.length} survive\n`);
  for (const { line, change } of outcome.survivors) process.stdout.write(`    src/gateway/${file}:${line} ${change}\n`);
}
process.stdout.write(`${killed + survived} mutants: ${killed} killed, ${survived} survive\n`);
process.exitCode = survived > 0 ? 1 : 0;

/** Each file has a thread of its own, because modules once loaded are never let go. */
async function outcomeOf(path: string, mutants: readonly Mutant[]): Promise<Outcome> {
  const worker = new Worker(new URL('mutate-worker.ts', import.meta.url), {
    workerData: { path, mutants },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const deadline = setTimeout(() => worker.terminate(), DEADLINE_MS);
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.once('exit', () => reject(new Error(`${path}: no end in ${DEADLINE_MS / 1000} s`)));
    });
  } finally {
    clearTimeout(deadline);
    await worker.terminate();
  }
}
