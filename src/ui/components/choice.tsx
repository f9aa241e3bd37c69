import type { ReactNode } from 'react';
import { Numbered } from './numbered.tsx';
import { InSight } from './viewport.tsx';

interface Props {
  readonly isAt: boolean;
  /** From 1. */
  readonly number: number;
  readonly children: ReactNode;
}

/** One of several to choose from, kept in sight where it is chosen. */
export function Choice({ isAt, number, children }: Props) {
  return (
    <InSight isAt={isAt}>
      <Numbered isAt={isAt} number={number}>
        {children}
      </Numbered>
    </InSight>
  );
}
