import type { ReactNode } from 'react';
import { Marked } from './marked.tsx';
import { InSight } from './viewport.tsx';

/** One of several to choose from, with the cursor before it where it is chosen. */
export function Choice({ isAt, children }: { readonly isAt: boolean; readonly children: ReactNode }) {
  return (
    <InSight isAt={isAt}>
      <Marked symbol={isAt ? 'cursor' : 'none'}>{children}</Marked>
    </InSight>
  );
}
