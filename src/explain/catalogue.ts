import { type Block, heading, list } from '../document/block.ts';
import { markdownTable } from '../document/markdown.ts';
import { rangeInWords } from '../gateway/version.ts';
import type { Certainty, Rule, Severity, Stage } from '../model/rule.ts';
import { lineOf } from './rule-line.ts';

/** A rule in the catalogue: what `rules list --format json` prints an array of. Adding fields is fine. */
export interface CatalogueEntry {
  readonly id: string;
  readonly group: string;
  /** For a reader without facts. */
  readonly title: string;
  readonly severity: Severity;
  readonly stage: Stage;
  /** A range of OpenClaw versions such as `>=2026.8.1`; null: all. */
  readonly openclaw: string | null;
  readonly variants: readonly {
    readonly name: string;
    readonly certainty: Certainty;
    readonly severity: Severity;
    readonly openclaw: string | null;
  }[];
  /** How many cases lie beside it. */
  readonly cases: number;
}

/** The rules as plain data, in the order of their ids. */
export function catalogueOf(rules: readonly Rule[], countCases: (rule: Rule) => number): readonly CatalogueEntry[] {
  return rules
    .map((rule) => ({
      id: rule.id,
      group: rule.id.split('/')[0] ?? '',
      title: lineOf(rule).title,
      severity: rule.severity,
      stage: rule.stage,
      openclaw: rule.openclaw ?? null,
      variants: rule.variants.map(({ name, certainty, severity, openclaw }) => ({
        name,
        certainty,
        severity: severity ?? rule.severity,
        openclaw: openclaw ?? null,
      })),
      cases: countCases(rule),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The catalogue to be read, group by group. */
export function cataloguePage(entries: readonly CatalogueEntry[]): readonly Block[] {
  return byGroup(entries).flatMap(([group, rules]) => [
    heading(group),
    list(
      rules.map((rule) => ({
        say: rule.id,
        items: [
          { say: rule.title },
          { say: `${rule.severity} at ${rule.stage}, ${versionsOf(rule)}, ${casesOf(rule)}` },
          { say: surenessOf(rule) },
        ],
      })),
    ),
  ]);
}

/** The catalogue as Markdown, a table for each group. */
export function catalogueMarkdown(entries: readonly CatalogueEntry[]): string {
  const head = ['rule', 'what it says', 'severity', 'stage', 'versions', 'how sure', 'cases'];
  const sections = byGroup(entries).map(([group, rules]) => {
    const rows = rules.map((rule) => [
      `\`${rule.id}\``,
      rule.title,
      rule.severity,
      rule.stage,
      versionsOf(rule),
      surenessOf(rule),
      String(rule.cases),
    ]);
    return `## ${group}\n\n${markdownTable(head, rows)}`;
  });
  return `${sections.join('\n\n')}\n`;
}

function byGroup(entries: readonly CatalogueEntry[]): readonly (readonly [string, readonly CatalogueEntry[]])[] {
  return [...new Set(entries.map(({ group }) => group))].map((group) => [
    group,
    entries.filter((entry) => entry.group === group),
  ]);
}

const versionsOf = ({ openclaw }: CatalogueEntry) => (openclaw === null ? 'all versions' : rangeInWords(openclaw));

const casesOf = ({ cases }: CatalogueEntry) => (cases === 1 ? '1 case' : `${cases} cases`);

/** Each variant with how sure it is: «confirmed: nat, client-in-container; likely: told». */
function surenessOf({ variants, severity }: CatalogueEntry): string {
  const kinds = [...new Set(variants.map(({ certainty }) => certainty))];
  return kinds
    .map((kind) => {
      const names = variants
        .filter(({ certainty }) => certainty === kind)
        .map((variant) => `${variant.name}${variant.severity === severity ? '' : ` (${variant.severity})`}`);
      return `${kind}: ${names.join(', ')}`;
    })
    .join('; ');
}
