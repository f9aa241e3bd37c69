import type { Finding } from '../../model/report.ts';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

const MARKS = { error: ['bad', 'bad'], warning: ['warning', 'warning'], info: ['dot', 'plain'] } as const;

/** What is, with its severity as a symbol. */
export function FindingTitle({ finding }: { readonly finding: Finding }) {
  const [symbol, tone] = MARKS[finding.severity];
  return (
    <Marked symbol={symbol} tone={tone}>
      <Words tone="title">{finding.title}</Words>
    </Marked>
  );
}
