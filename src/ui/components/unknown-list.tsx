import type { UnknownFact } from '../../model/report.ts';
import { factName } from '../../report/fact-names.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

const FEW = 3;

/** What could not be learnt, and why. */
export function UnknownList({
  unknown,
  showsAll,
}: {
  readonly unknown: readonly UnknownFact[];
  readonly showsAll: boolean;
}) {
  if (unknown.length === 0) return null;
  const shown = showsAll ? unknown : unknown.slice(0, FEW);
  const rest = unknown.length - shown.length;
  return (
    <Block heading="Could not be learnt">
      {shown.map(({ fact, reason }) => (
        <Words key={fact}>{`${factName(fact)}: ${reason}`}</Words>
      ))}
      {rest > 0 ? <Words tone="quiet">{`and ${rest} more: press e`}</Words> : null}
    </Block>
  );
}
