import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/model/report.ts';
import {
  type Answer,
  type CorpusReport,
  corpus,
  type Figures,
  figuresOf,
  gathered,
  isFirst,
  isSetAside,
  percent,
  synthetic,
} from './measure.ts';

/**
 * Hands each report of the corpus to the built doctor and prints how often it is right. Options: `--confusions` names
 * what was taken for what, `--misses` each report; `--gathered` takes the real ones that came later, `--synthetic` those
 * that nobody sent; `--known` leaves out those that are set aside.
 */
const wants = (option: string) => process.argv.includes(option);
const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));
const AT_ONCE = 4;

const chosen = wants('--synthetic') ? synthetic : wants('--gathered') ? gathered : corpus;
const asked = wants('--known') ? chosen.filter((report) => !isSetAside(report)) : chosen;
const waiting = [...asked];
const answers: Answer[] = [];
await Promise.all(Array.from({ length: AT_ONCE }, worker));
answers.sort((a, b) => asked.indexOf(a.of) - asked.indexOf(b.of));

async function worker(): Promise<void> {
  for (let of = waiting.pop(); of; of = waiting.pop()) answers.push({ of, report: await diagnosed(of) });
}

function diagnosed({ input }: CorpusReport): Promise<Report> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [bin, 'check', '--from', '-', '--format', 'json'],
      { maxBuffer: 1e8 },
      (_, out, errors) => {
        try {
          resolve(JSON.parse(out) as Report);
        } catch {
          reject(new Error(errors));
        }
      },
    );
    child.stdin?.end(JSON.stringify(input));
  });
}

const parts: readonly (readonly [string, readonly Answer[]])[] = [
  ['all', answers],
  ['known', answers.filter(({ of }) => !isSetAside(of))],
  ['set aside', answers.filter(({ of }) => isSetAside(of))],
];
for (const [name, part] of parts) if (part.length > 0) print(name, figuresOf(part));

function print(name: string, figures: Figures): void {
  console.log(name);
  for (const [what, figure] of Object.entries(figures))
    console.log(
      `  ${what.padEnd(16)}${String(figure.right).padStart(4)} of ${String(figure.of).padStart(3)}  ${percent(figure)} %`,
    );
}

if (wants('--confusions')) {
  const confused = answers.filter((answer) => !isFirst(answer));
  const pairs = confused.map(({ of, report }) => `${of.expect.cause} -> ${report.findings[0]?.rule ?? 'nothing'}`);
  const counts = new Map(pairs.map((pair) => [pair, pairs.filter((other) => other === pair).length]));
  for (const [pair, count] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`${String(count).padStart(4)}  ${pair}`);
}

if (wants('--misses')) {
  for (const { of, report } of answers.filter((answer) => !isFirst(answer))) {
    const found = report.findings.slice(0, 3).map(({ rule, variant, certainty }) => `${rule}/${variant} ${certainty}`);
    console.log(`${of.id}: ${of.expect.cause}, not ${found.join('; ') || 'nothing'}`);
  }
}
