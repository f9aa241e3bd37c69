import { Box, type Key, Static, useApp, useInput, usePaste, useStdin, useStdout, useWindowSize } from 'ink';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { shellText } from '../model/shell.ts';
import type { RunResult } from '../remedy/run.ts';
import { wrap } from '../report/wrap.ts';
import { KeyHints } from './components/key-hints.tsx';
import { RoomContext, ThemeContext } from './components/look.ts';
import { RanCommand } from './components/ran-command.tsx';
import { type Scroll, Viewport } from './components/viewport.tsx';
import { Words } from './components/words.tsx';
import { WroteFile } from './components/wrote-file.tsx';
import type { Controller } from './controller.ts';
import { shellHere } from './copyable.ts';
import { hintLine, hintLines } from './hints.ts';
import { bindingsOf, eventFor, onceRead } from './keys.ts';
import { createRelease } from './released.ts';
import { Screen } from './screens/screen.tsx';
import { viewOf } from './state.ts';
import type { Theme } from './theme.ts';
import { wordAsked } from './word.ts';
import { copiedWords } from './words.ts';

/** Longer lines read badly, however wide the terminal is. */
const MAX_COLUMNS = 100;
/** With fewer rows nothing is spent on air. */
const LOW_ROWS = 16;
/** What stands beside the text needs this much: a gap of four columns among it. */
const ASIDE_COLUMNS = 54;
const ASIDE_ROWS = 30;

/** The whole interface: what has run, the present screen, the keys that are valid on it. */
export function App({ controller, theme }: { readonly controller: Controller; readonly theme: Theme }) {
  const state = useSyncExternalStore(controller.subscribe, controller.state);
  const view = viewOf(state);
  const window = useWindowSize();
  const columns = Math.min(window.columns, MAX_COLUMNS);
  const copied = state.copied?.view === view ? wrap(copiedWords(state.copied.result), columns, '') : [];
  const isLow = window.rows < LOW_ROWS;
  // Without room for all of it, the key that waits for the rest to be read says so.
  const [moreOf, setMoreOf] = useState<string | null>(null);
  const unread = moreOf === view ? onceRead(state) : [];
  const hints = (isLow ? hintLine : hintLines)([...unread, ...bindingsOf(state)], columns);
  // A frame as tall as the terminal would be drawn by clearing it each time; one row stays for the cursor.
  const rows = Math.max(3, window.rows - hints.length - (isLow ? 1 : 2) - copied.length);
  const left = window.columns - columns;
  const hasAside = left >= ASIDE_COLUMNS && window.rows >= ASIDE_ROWS;
  const aside = hasAside ? { rows, columns: Math.min(left - 4, MAX_COLUMNS) } : null;

  const scroll = useRef<Scroll>(null);
  const [release] = useState(createRelease);
  // What was only rushed past by a key held down was not agreed to.
  const onSeen = () => release.after(() => controller.send({ type: 'seen', view }));
  useInput((input, key) => {
    for (const press of pressesIn(input, key)) {
      scroll.current?.(press.input, press.key);
      if (press.key.return) release.pressed();
      const event = eventFor(controller.state(), press.input, press.key);
      if (event) controller.send(event);
    }
  });

  // A terminal that knows of it hands on what is pasted apart from what is typed.
  usePaste(() => controller.send({ type: 'paste' }), { isActive: wordAsked(state) !== null });

  const { suspendTerminal } = useApp();
  const { stdout } = useStdout();
  const { stdin } = useStdin();
  useEffect(
    () =>
      controller.handsOver(async (argv, run) => {
        let result: RunResult = { status: 'cancelled' };
        await suspendTerminal(async () => {
          // Ink listens no more, and Node still reads: half of what is typed for the command would never get there. Only a
          // stream that flows is stopped by a pause, and Node learns a moment later that nobody listens.
          await new Promise(setImmediate);
          stdin.resume();
          stdin.pause();
          await new Promise(setImmediate);
          stdout.write(`Running, Ctrl-C stops it: ${shellText(argv)}\n`);
          result = await run();
        });
        return result;
      }),
    [controller, suspendTerminal, stdin, stdout],
  );

  return (
    <ThemeContext value={theme}>
      <RoomContext value={{ isLow, aside, wide: aside ? columns : window.columns }}>
        <Static items={[...state.transcript]}>
          {(ended) =>
            ended.kind === 'command' ? (
              <RanCommand key={ended.id} ran={ended} columns={columns} shell={shellHere(state)} />
            ) : (
              <WroteFile key={ended.id} wrote={ended} columns={columns} />
            )
          }
        </Static>
        <Box flexDirection="column" width={aside ? columns + 4 + aside.columns : window.columns}>
          {/* Another view starts at its top. */}
          <Viewport
            key={view}
            rows={rows}
            scroll={scroll}
            onSeen={onSeen}
            onMore={(hasMore) => setMoreOf(hasMore ? view : null)}
          >
            <Screen state={state} columns={columns} />
          </Viewport>
          {copied.map((line) => (
            <Words key={line}>{line}</Words>
          ))}
          <KeyHints lines={hints} />
        </Box>
      </RoomContext>
    </ThemeContext>
  );
}

/** A terminal may hand on a word, or the spaces by which one reads on, and the Enter behind it as one piece. */
function pressesIn(input: string, key: Partial<Key>): readonly { input: string; key: Partial<Key> }[] {
  const [, before, end] = /^([a-z]+| +)(\r?)$/i.exec(input) ?? [];
  if (before === undefined || before.length + (end ?? '').length < 2) return [{ input, key }];
  const presses = before.startsWith(' ') ? [...before] : [before];
  return [
    ...presses.map((press) => ({ input: press, key })),
    ...(end === '' ? [] : [{ input: '', key: { return: true } }]),
  ];
}
