import { markdownPage } from '../document/markdown.ts';
import { textPage } from '../document/text.ts';
import { writeDocument } from '../document/write.ts';
import { exitCodes } from '../exit-code.ts';
import { Redactor } from '../host/clean.ts';
import type { Rule } from '../model/rule.ts';
import { type Options, UsageError } from '../options.ts';
import { askedFor } from './asked.ts';
import { type At, versionAt } from './at.ts';
import type { Explanation } from './explanation.ts';
import { explainClose, explainCode, explainHttp, explainReason } from './name.ts';
import { pageOf } from './page.ts';
import { explainRule } from './rule.ts';
import { explainText } from './text.ts';

/** `explain X`: what a rule, a code, an answer or a pasted text means for the version at hand. Looks at nothing. */
export async function explainCommand(options: Options, rules: readonly Rule[]): Promise<number> {
  const x = new Redactor().clean(options.operands.join(' ')).trim();
  if (x === '') throw new UsageError('explain what? A rule id, a details.code, a close code, or an error message');
  const explanation = await explain(x, options.openclaw, rules);
  await writeDocument(options, {
    text: (screen) => textPage(pageOf(explanation), screen),
    markdown: () => markdownPage(pageOf(explanation)),
    json: () => explanation,
  });
  return isKnown(explanation) ? exitCodes.healthy : exitCodes.inconclusive;
}

/** The same as data. Throws UsageError for what looks like a name and is none. */
export async function explain(x: string, openclaw: string | undefined, rules: readonly Rule[]): Promise<Explanation> {
  const at = versionAt(openclaw);
  return {
    schemaVersion: 1,
    asked: x,
    openclaw: { version: at.asked, toldAs: at.version.text, note: at.note },
    ...(await explained(x, at, rules)),
  };
}

async function explained(x: string, at: At, rules: readonly Rule[]) {
  const asked = askedFor(x, rules);
  switch (asked.kind) {
    case 'rule':
      return explainRule(asked.rule, asked.variant, at);
    case 'code':
      return explainCode(asked.name, at, rules);
    case 'reason':
      return explainReason(asked.name, at, rules);
    case 'close':
      return explainClose(asked.number, at, rules);
    case 'http':
      return explainHttp(asked.number, at, rules);
    case 'text':
      return explainText(asked.name, at, rules);
    default:
      return asked satisfies never;
  }
}

function isKnown(explanation: Explanation): boolean {
  if (explanation.kind !== 'text') return true;
  const { findings, recognised, names } = explanation;
  return findings.length + recognised.length + names.length > 0;
}
