import type { Term } from '../terms.ts';
import { Block } from './block.tsx';
import { useRoom } from './look.ts';
import { Words } from './words.tsx';

/** What words mean that stand on the screen; where there is no room for that, which words the help explains. */
export function TermList({ terms, heading }: { readonly terms: readonly Term[]; readonly heading?: string }) {
  const { isLow } = useRoom();
  if (terms.length === 0) return null;
  if (isLow && heading === undefined)
    return <Words tone="quiet">{`? explains: ${terms.map(({ name }) => name).join(', ')}`}</Words>;
  return (
    <Block {...(heading === undefined ? {} : { heading })}>
      {terms.map(({ name, means }) => (
        <Words key={name} tone="quiet">{`${name}: ${means}`}</Words>
      ))}
    </Block>
  );
}
