import { type Block, heading, list } from '../document/block.ts';
import { markdownTable } from '../document/markdown.ts';
import { MEASURES, type MeasurePlan } from '../model/measure.ts';

/** The measures at the end of the catalogue: what keeps mended errors from coming back. */
export function measuresPage(measures: readonly MeasurePlan[]): readonly Block[] {
  if (measures.length === 0) return [];
  return [
    heading(`${MEASURES}: what keeps an error from coming back, once it is mended`),
    list(measures.map((measure) => ({ say: measure.id, items: [{ say: measure.title }, { say: waysOf(measure) }] }))),
  ];
}

/** The same as a table. */
export function measuresMarkdown(measures: readonly MeasurePlan[]): string {
  if (measures.length === 0) return '';
  const rows = measures.map((measure) => [`\`${measure.id}\``, measure.title, waysOf(measure)]);
  return `\n## ${MEASURES}\n\n${markdownTable(['measure', 'what to do', 'ways'], rows)}\n`;
}

const waysOf = ({ remedies }: MeasurePlan) => remedies.map(({ id, risk }) => `${id} [${risk}]`).join(', ');
