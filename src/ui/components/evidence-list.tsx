import type { Evidence } from '../../model/report.ts';
import { seenText } from '../../report/fact-names.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

const FEW = 4;

/** What shows a finding: the first few facts, or all of them. */
export function EvidenceList({
  evidence,
  showsAll,
}: {
  readonly evidence: readonly Evidence[];
  readonly showsAll: boolean;
}) {
  const shown = showsAll ? evidence : evidence.slice(0, FEW);
  const rest = evidence.length - shown.length;
  if (evidence.length === 0) return null;
  return (
    <Block heading="Seen">
      {shown.map((item) => (
        <Words key={item.fact}>{seenText(item)}</Words>
      ))}
      {rest > 0 ? <Words tone="quiet">{`and ${rest} more: press e`}</Words> : null}
    </Block>
  );
}
