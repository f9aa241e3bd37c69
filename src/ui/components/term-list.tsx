import type { Term } from '../terms.ts';
import { Block } from './block.tsx';
import { Words } from './words.tsx';

/** What words mean that stand on the screen. */
export function TermList({ terms, heading }: { readonly terms: readonly Term[]; readonly heading?: string }) {
  if (terms.length === 0) return null;
  return (
    <Block {...(heading === undefined ? {} : { heading })}>
      {terms.map(({ name, means }) => (
        <Words key={name} tone="quiet">{`${name}: ${means}`}</Words>
      ))}
    </Block>
  );
}
