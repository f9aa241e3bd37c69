import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { RuleError } from './yaml-reader.ts';

/** A rule or a measure, as far as its cases depend on it. */
interface Tested {
  readonly file: string;
}

/** The file with a rule's cases, `<label>.test.yaml` beside it: its name, and what it holds, not looked at any closer. */
export function readCaseFile(rule: Tested): { readonly file: string; readonly cases: unknown } {
  const file = caseFileOf(rule);
  if (!existsSync(file)) throw new RuleError(`${rule.file}:1:1 the rule has no cases: they belong in ${file}`);
  return { file, cases: casesIn(file) };
}

/** How many cases lie beside a rule, whether or not they are well formed. */
export function countCases(rule: Tested): number {
  const file = caseFileOf(rule);
  const cases = existsSync(file) ? casesIn(file) : undefined;
  return Array.isArray(cases) ? cases.length : 0;
}

const caseFileOf = ({ file }: Tested) => file.replace(/\.ya?ml$/, '.test.yaml');

function casesIn(file: string): unknown {
  try {
    return (parse(readFileSync(file, 'utf8'), { merge: true }) as { cases?: unknown } | null)?.cases;
  } catch (error) {
    const { message, linePos } = error as { message: string; linePos?: readonly { line: number; col: number }[] };
    const { line = 1, col = 1 } = linePos?.[0] ?? {};
    throw new RuleError(`${file}:${line}:${col} ${message.split('\n')[0]?.replace(/ at line.*$/, '')}`);
  }
}
