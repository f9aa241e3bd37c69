import { Box } from 'ink';
import type { Hop } from '../../model/report.ts';
import { hopText } from '../../report/way.ts';
import type { SymbolName, Theme, Tone } from '../theme.ts';
import { Block } from './block.tsx';
import { useRoom, useTheme } from './look.ts';
import { Marked } from './marked.tsx';
import { Words } from './words.tsx';

const MARKS: Readonly<Record<Hop['state'], readonly [SymbolName, Tone]>> = {
  ok: ['ok', 'good'],
  broken: ['bad', 'bad'],
  warning: ['warning', 'warning'],
  unknown: ['dot', 'quiet'],
};

/** The way from the client to the gateway's answer, the place at which it breaks marked. */
export function Way({ way }: { readonly way: readonly Hop[] }) {
  const theme = useTheme();
  const { isLow, wide } = useRoom();
  return (
    <Box flexDirection="column" marginTop={isLow ? 0 : 1}>
      {isOneLine(way, wide, theme) ? <OneLine way={way} /> : <Rows way={way} />}
    </Box>
  );
}

interface ThenProps {
  readonly now: readonly Hop[];
  readonly way: readonly Hop[];
  /** The columns of text, for two of them side by side. */
  readonly columns: number;
  /** The columns before it. */
  readonly indent: number;
}

/** The way as it is and as it would be after an option: below each other, or side by side where there is room. */
export function NowAndThen({ now, way, columns, indent }: ThenProps) {
  const theme = useTheme();
  const { isLow, wide } = useRoom();
  const isFlat = [now, way].every((hops) => isOneLine(hops, wide - indent, theme));
  const isBeside = !isFlat && !theme.isLinear && columns >= 2 * MIN_HALF + GAP;
  const width = isBeside ? Math.floor((columns - GAP) / 2) : undefined;
  // Below each other, what stays the same is not said again, and what was broken is, as mended; read from top to bottom, the
  // way now was said before.
  const isShort = !isFlat && !isBeside;
  const then = isShort ? way.filter((hop) => !now.some((other) => staysSame(other, hop))) : way;
  const halves = [...(theme.isLinear ? [] : [['Now', now] as const]), ['Then', then] as const];
  return (
    <Box flexDirection={isBeside ? 'row' : 'column'} columnGap={GAP} marginTop={isLow ? 0 : 1}>
      {halves.map(([title, hops]) => (
        <Box key={title} flexDirection="column" {...(width === undefined ? {} : { width })}>
          <Words tone="title">{title}</Words>
          {hops.length === 0 ? <Words>the same as now</Words> : null}
          {isFlat ? <OneLine way={hops} /> : <Rows way={hops} />}
        </Box>
      ))}
    </Box>
  );
}

const staysSame = (now: Hop, then: Hop) =>
  hopText(now) === hopText(then) && now.state !== 'broken' && now.state !== 'warning';

/** The way as it is, said once before options that are read from top to bottom. */
export function Now({ way }: { readonly way: readonly Hop[] }) {
  return (
    <Block heading="Now">
      <Rows way={way} />
    </Block>
  );
}

const GAP = 2;
/** Narrower, a place takes more rows than two columns save. */
const MIN_HALF = 36;

function Rows({ way }: { readonly way: readonly Hop[] }) {
  return (
    <Box flexDirection="column">
      {way.map((hop) => {
        const [symbol, tone] = MARKS[hop.state];
        return (
          <Marked key={hop.place} symbol={symbol} tone={tone}>
            <Words tone={hop.state === 'broken' ? 'title' : 'plain'}>{hopText(hop)}</Words>
          </Marked>
        );
      })}
    </Box>
  );
}

function OneLine({ way }: { readonly way: readonly Hop[] }) {
  return (
    <Box flexShrink={0}>
      {way.map((hop, index) => {
        const [symbol, tone] = MARKS[hop.state];
        return (
          <Box key={hop.place} flexShrink={0}>
            {index === 0 ? null : <Words tone="quiet">{ARROW}</Words>}
            <Marked symbol={symbol} tone={tone}>
              <Words tone={hop.state === 'broken' ? 'title' : 'plain'}>{hopText(hop)}</Words>
            </Marked>
          </Box>
        );
      })}
    </Box>
  );
}

const ARROW = ' → ';

function isOneLine(way: readonly Hop[], wide: number, { text }: Theme): boolean {
  return text(way.map((hop) => `  ${hopText(hop)}`).join(ARROW)).length <= wide;
}
