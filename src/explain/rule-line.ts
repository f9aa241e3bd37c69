import type { Rule } from '../model/rule.ts';
import type { RuleLine } from './explanation.ts';
import { plainText } from './plain.ts';

/** A rule in one line, for a reader without facts. */
export function lineOf(rule: Rule): RuleLine {
  return { id: rule.id, title: plainText(rule.title, rule) };
}
