import type { Rule } from '../../src/model/rule.ts';
import { readRule } from '../../src/rules/read.ts';

/** A rule that always fires and has one remedy. `steps`: its YAML from `admits` or `steps` on; `more`: lines of the rule. */
export function ruleWith(steps: string, more = ''): Rule {
  const text = `id: group/label
severity: error
stage: auth
title: A title
why: Because.
${more}
variants:
  - { name: one, certainty: confirmed }
remedies:
  - id: mend
    title: Mend it
    risk: none
${steps}`;
  return readRule(text, 'rules/group/label.yaml', 'group/label');
}
