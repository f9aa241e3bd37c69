import { Box, type DOMElement, type Key, measureElement, useBoxMetrics } from 'ink';
import { createContext, type ReactNode, type Ref, use, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTheme } from './look.ts';
import { Words } from './words.tsx';

/** Takes a key that may scroll. */
export type Scroll = (input: string, key: Partial<Key>) => void;

interface Props {
  readonly rows: number;
  /** Whoever listens to keys hands them on: with a listener of its own a view would miss those that come as it is drawn. */
  readonly scroll: Ref<Scroll>;
  /** Called while the last row is on screen. What it returns is called once that is over. */
  readonly onSeen: () => () => void;
  /** Called with whether there is more below. */
  readonly onMore: (hasMore: boolean) => void;
  readonly children: ReactNode;
}

/** At most `rows` rows of its content; what is taller can be scrolled, and what is under the cursor stays in sight. */
export function Viewport({ rows, scroll, onSeen, onMore, children }: Props) {
  const { symbols } = useTheme();
  const content = useRef<DOMElement>(null);
  const { height } = useBoxMetrics(content);
  const [wanted, setWanted] = useState(0);
  const isCut = height > rows;
  const shown = isCut ? rows - 1 : rows;
  const last = Math.max(0, height - shown);
  const offset = Math.min(wanted, last);
  const isSeen = height > 0 && offset === last;

  useEffect(() => {
    return isSeen ? onSeen() : undefined;
  }, [isSeen, onSeen]);

  const hasMore = offset < last;
  useEffect(() => onMore(hasMore), [hasMore, onMore]);

  useImperativeHandle(scroll, () => (input: string, key: Partial<Key>) => {
    if (!isCut) return;
    const page = Math.max(1, shown - 1);
    if (input === ' ') setWanted(offset === last ? 0 : Math.min(last, offset + page));
    if (key.pageDown) setWanted(Math.min(last, offset + page));
    if (key.pageUp) setWanted(Math.max(0, offset - page));
  });

  const bringIntoSight = (node: DOMElement) => {
    if (!content.current) return;
    const top = measureElement(node).y - measureElement(content.current).y;
    const bottom = top + measureElement(node).height;
    setWanted((old) => (top < old ? top : bottom > old + shown ? Math.min(top, bottom - shown) : old));
  };

  return (
    <Box flexDirection="column">
      <Box flexDirection="column" maxHeight={shown} overflow="hidden" contentOffsetY={offset}>
        <Box ref={content} flexDirection="column" flexShrink={0}>
          <Sight value={bringIntoSight}>{children}</Sight>
        </Box>
      </Box>
      {isCut ? (
        <Words>
          {hasMore
            ? `${symbols.down} ${last - offset} more ${last - offset === 1 ? 'line: space shows it' : 'lines: space shows them'}`
            : `${symbols.up} the end: space goes to the top`}
        </Words>
      ) : null}
    </Box>
  );
}

const Sight = createContext<(node: DOMElement) => void>(() => {});

interface InSightProps {
  readonly isAt: boolean;
  /** What has come up in it: something else brings it into sight anew. */
  readonly news?: string | null;
  readonly children: ReactNode;
}

/** Keeps its content in sight from when it gets the cursor, of what is too tall its top. */
export function InSight({ isAt, news = null, children }: InSightProps) {
  const node = useRef<DOMElement>(null);
  const bringIntoSight = useRef(use(Sight));
  bringIntoSight.current = use(Sight);
  useEffect(() => {
    if (isAt && node.current) bringIntoSight.current(node.current);
  }, [isAt, news]);
  return (
    <Box ref={node} flexDirection="column">
      {children}
    </Box>
  );
}
