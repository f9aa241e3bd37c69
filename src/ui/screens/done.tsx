import { Box } from 'ink';
import type { Outcome } from '../../remedy/verify.ts';
import { Block } from '../components/block.tsx';
import { Marked } from '../components/marked.tsx';
import { Words } from '../components/words.tsx';
import type { State } from '../state.ts';
import type { SymbolName, Tone } from '../theme.ts';
import type { PropsOf } from './screen.tsx';

/** What came of it, and what to try next. */
export function DoneScreen({ state, screen: { outcome } }: PropsOf<'done'>) {
  const { symbol, tone, title, next } = endOf(outcome, state);
  return (
    <Box flexDirection="column">
      <Marked symbol={symbol} tone={tone}>
        <Words tone="title">{title}</Words>
      </Marked>
      {next.length === 0 ? null : (
        <Block>
          {next.map((line) => (
            <Words key={line}>{line}</Words>
          ))}
        </Block>
      )}
      <Reminder weakened={state.weakened} />
    </Box>
  );
}

/** What was weakened on the way stays so until somebody takes it back. */
function Reminder({ weakened }: Pick<State, 'weakened'>) {
  if (weakened.length === 0) return null;
  return (
    <Block heading="Security is weaker than before">
      {weakened.map(({ id, title, tradeOff }) => (
        <Marked key={id} symbol="warning" tone="warning">
          <Words>{`${title}. ${tradeOff ?? ''} It stays so until you take it back.`}</Words>
        </Marked>
      ))}
    </Block>
  );
}

interface End {
  readonly symbol: SymbolName;
  readonly tone: Tone;
  readonly title: string;
  readonly next: readonly string[];
}

function endOf(outcome: Outcome, { treatment, diagnosis }: State): End {
  const follows = treatment?.finding.next === undefined ? [] : [treatment.finding.next];
  const others = diagnosis?.report.findings.filter(({ rule }) => rule !== treatment?.finding.rule) ?? [];
  const also = others.slice(0, 2).map(({ title }) => `Also seen: ${title}`);
  switch (outcome) {
    case 'connected':
      return {
        symbol: 'ok',
        tone: 'good',
        title: 'Connected: the device was approved and has connected since.',
        next: also,
      };
    case 'fixed':
      return { symbol: 'ok', tone: 'good', title: 'The problem is gone.', next: [...follows, ...also] };
    case 'approved':
      return { symbol: 'ok', tone: 'good', title: 'Approved: the client gets in at its next attempt.', next: follows };
    case 'refused-anew':
      return {
        symbol: 'warning',
        tone: 'warning',
        title: 'Approved, and refused since for another reason.',
        next: [`Next: ${diagnosis?.report.findings[0]?.title ?? 'connect again, then look again.'}`],
      };
    case 'untried':
      return {
        symbol: 'unknown',
        tone: 'warning',
        title: 'The client has not tried again yet.',
        next: ['What still shows is from before. Connect with the client, then look again.'],
      };
    case 'still-there': {
      const isApproval = treatment?.deviceId != null;
      return {
        symbol: 'bad',
        tone: 'bad',
        title: isApproval ? 'The device is still not approved.' : 'The problem is still there.',
        next: [
          isApproval
            ? 'The command ended, and the device is not among the approved ones. Read what it said above: it may have reached another gateway, or only printed the request.'
            : 'Read what the command said above. Look again: if it stays, take another option.',
        ],
      };
    }
    case 'unknown':
      return {
        symbol: 'unknown',
        tone: 'warning',
        title: 'Whether it helped can’t be told from here.',
        next: [
          ...(diagnosis?.report.unknown.slice(0, 2).map(({ fact, reason }) => `${fact}: ${reason}`) ?? []),
          'Connect with the client: if it gets in, you are done.',
        ],
      };
    default:
      return outcome satisfies never;
  }
}
