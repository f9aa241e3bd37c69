import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Rule } from '../model/rule.ts';
import { readRule } from './read.ts';
import { RuleError } from './yaml-reader.ts';

/** Every rule below a folder, `<group>/<label>.yaml` each, in the order of their ids. Throws RuleError. */
export function readRulesFolder(folder: string): Rule[] {
  const files = ruleFiles(folder);
  if (files.length === 0) throw new RuleError(`${folder} holds no rules: they are at <group>/<label>.yaml`);
  return files.map((file) => readRule(readFileSync(file, 'utf8'), file, idOf(folder, file)));
}

/** The rules of a folder as far as they can be read, and the first mistake of each file that can't. */
export function readableRules(folder: string): {
  readonly rules: readonly Rule[];
  readonly mistakes: readonly string[];
} {
  const rules: Rule[] = [];
  const mistakes: string[] = [];
  for (const file of ruleFiles(folder)) {
    try {
      rules.push(readRule(readFileSync(file, 'utf8'), file, idOf(folder, file)));
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      mistakes.push(error.message);
    }
  }
  return { rules, mistakes };
}

/** Folders beside the groups that hold no rules. */
const OTHERS = /^(?:signatures|questions|hardening)[\\/]/;

/** The rule files below a folder; the cases beside them (`.test.yaml`) left out. */
export function ruleFiles(folder: string): string[] {
  return names(folder)
    .filter((name) => /\.ya?ml$/.test(name) && !/\.test\.ya?ml$/.test(name) && !OTHERS.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    throw new RuleError(`${folder} is no folder that can be read`);
  }
}

function idOf(folder: string, file: string): string {
  const id = relative(folder, file)
    .split(sep)
    .join('/')
    .replace(/\.ya?ml$/, '');
  if (!/^[\w-]+\/[\w.-]+$/.test(id))
    throw new RuleError(`${file}:1:1 a rule's place is <group>/<label>.yaml, not ${id}`);
  return id;
}
