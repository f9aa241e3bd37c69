import { Box } from 'ink';
import { staying, undoPlan } from '../../remedy/journal.ts';
import { reversedDiff } from '../../remedy/reversed-diff.ts';
import { argvBack, losesData, type Undo } from '../../remedy/undo.ts';
import { riskWords, whereWords } from '../../report/words.ts';
import { Block } from '../components/block.tsx';
import { Command } from '../components/command.tsx';
import { Diff } from '../components/diff.tsx';
import { Marked } from '../components/marked.tsx';
import { TypedWord } from '../components/typed-word.tsx';
import { Words } from '../components/words.tsx';
import { obstacleNow } from '../undo.ts';
import { wordAsked } from '../word.ts';
import { durationWords } from '../words.ts';
import type { PropsOf } from './screen.tsx';

const LAST_LINES = 8;

/** What takes a fix back, a piece at a time, each shown whole; at the end what stays. */
export function UndoingScreen({ state, screen: { busy, failure, typed, isPasted }, columns }: PropsOf<'undoing'>) {
  const { run, now } = state;
  if (!run) return null;
  const plan = undoPlan(run);
  const what = plan[0]?.what;
  if (!what) return <Over isWhole={run.status === 'taken-back'} stays={staying(run)} />;
  const obstacle = obstacleNow(state);
  const word = wordAsked(state);
  const left = plan.length === 1 ? 'The last piece' : `${plan.length} pieces left`;
  const title = busy ? `Taking it back, ${durationWords(now - busy.since)}` : `Take it back? ${left}`;
  return (
    <Box flexDirection="column">
      <Words tone="title">{title}</Words>
      <Words tone="quiet">{run.remedy.title}</Words>
      <Piece what={what} columns={columns} />
      {word === null ? null : (
        <TypedWord word={word} purpose="accept that it loses data" typed={typed} isPasted={isPasted} />
      )}
      {obstacle === undefined ? null : (
        <Block>
          <Marked symbol="warning" tone="warning">
            <Words>{`Not taken back: ${obstacle}.`}</Words>
          </Marked>
        </Block>
      )}
      {failure === null ? null : (
        <Block>
          <Marked symbol="bad" tone="bad">
            <Words>{`Not taken back: ${failure}.`}</Words>
          </Marked>
        </Block>
      )}
      {busy ? (
        <Block>
          {busy.lines.slice(-LAST_LINES).map((line, index) => (
            <Words key={index}>{line}</Words>
          ))}
        </Block>
      ) : null}
    </Box>
  );
}

function Piece({ what, columns }: { readonly what: Undo; readonly columns: number }) {
  switch (what.kind) {
    case 'command':
    case 'again':
      return (
        <>
          <Box marginTop={1}>
            <Command argv={argvBack(what)} columns={columns} shell={what.shell ?? 'sh'} />
          </Box>
          <Block>
            <Words>{what.say}</Words>
            {what.where === undefined ? null : (
              <Words tone="quiet">{`It runs ${whereWords(what.where, 'machine')}, as the step did.`}</Words>
            )}
          </Block>
        </>
      );
    case 'file':
      return (
        <>
          <Block>
            <Words>{what.say}</Words>
            {losesData(what) ? <Words>{riskWords({ risk: 'data-loss' })}</Words> : null}
            <Words tone="quiet">{`It comes back from ${what.written.backup}, if nobody changed either since.`}</Words>
          </Block>
          <Diff change={{ ...what.change, diff: reversedDiff(what.change.diff) }} />
        </>
      );
    case 'by-hand':
      return null;
    default:
      return what satisfies never;
  }
}

function Over({ isWhole, stays }: { readonly isWhole: boolean; readonly stays: readonly string[] }) {
  return (
    <Box flexDirection="column">
      <Marked symbol={isWhole ? 'ok' : 'unknown'} tone={isWhole ? 'good' : 'warning'}>
        <Words tone="title">
          {isWhole ? 'Nothing is left to take back.' : 'Nothing of this fix can be taken back by the doctor.'}
        </Words>
      </Marked>
      {stays.length === 0 ? null : (
        <Block heading="What stays">
          {stays.map((why) => (
            <Words key={why}>{why}</Words>
          ))}
        </Block>
      )}
    </Box>
  );
}
