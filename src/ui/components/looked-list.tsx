import { Block } from './block.tsx';
import { Words } from './words.tsx';

const FEW = 5;

/** Where the doctor looked. */
export function LookedList({ looked, showsAll }: { readonly looked: readonly string[]; readonly showsAll: boolean }) {
  if (looked.length === 0) return null;
  const shown = showsAll ? looked : looked.slice(0, FEW);
  const rest = looked.length - shown.length;
  return (
    <Block heading="Looked at">
      {shown.map((source) => (
        <Words key={source}>{source}</Words>
      ))}
      {rest > 0 ? <Words tone="quiet">{`and ${rest} more: press e`}</Words> : null}
    </Block>
  );
}
