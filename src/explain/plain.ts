import { type Shape, shapeOf } from '../model/catalogue.ts';
import type { Rule } from '../model/rule.ts';
import { renderText } from '../rules/words.ts';

/** The words of a rule for a reader without facts: other words where there are some, else what the fact is, «<…>». */
export function plainText(words: string, rule: Rule): string {
  return renderText(words, (name, fallback) => fallback ?? `<${nameOf(name, rule)}>`);
}

/** A command for such a reader: what stands for OpenClaw's program is `openclaw`, and options for some gateways are left out. */
export function plainArgv(argv: readonly string[], rule: Rule): readonly string[] {
  return argv
    .map((part) =>
      renderText(part, (name, fallback) =>
        PROGRAMS.includes(name) ? 'openclaw' : (fallback ?? `<${nameOf(name, rule)}>`),
      ),
    )
    .filter((part) => part !== '');
}

/** What the catalogue says of a fact, or of a field of an item that the rule picks; undefined for other names. */
export function aboutOf(name: string, rule: Rule, picked?: string): string | undefined {
  const [first = '', ...rest] = name.split('.');
  const field = (list: string | undefined, key: string): Shape | undefined => {
    const shape = shapeOf(list ?? '');
    return shape?.kind === 'list' ? shape.of[key] : undefined;
  };
  const pick = rule.pick[first];
  if (pick && rest.length === 0) return `the first of «${pick.from}» for which the rule's conditions hold`;
  return (pick ? field(pick.from, rest.join('.')) : (field(picked, name) ?? shapeOf(name)))?.about;
}

const PROGRAMS = ['gateway.exec', 'gateway.sidecar', 'client.command'];

/** Descriptions that lean on the one before them in the catalogue say nothing alone. */
const LEANING = /^(?:its?|that|those|the same|where|why|which|whom|what kind)\b|\bthere$/;

function nameOf(name: string, rule: Rule): string {
  const about = aboutOf(name, rule) ?? name;
  const short = (/^[^;(,]+/.exec(about)?.[0] ?? about).trim().replace(/^the argv\b/, 'the command');
  const [before = '', after] = short.split(': ');
  const said = after !== undefined && before.includes(' ') ? before : short;
  // A list of examples is no description either.
  return LEANING.test(said) || /^[A-Z]/.test(said) ? name : said;
}
