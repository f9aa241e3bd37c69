import { Box, type Key, Static, useApp, useInput, useStdout, useWindowSize } from 'ink';
import { useEffect, useSyncExternalStore } from 'react';
import { shellText } from '../model/shell.ts';
import type { RunResult } from '../remedy/run.ts';
import { KeyHints } from './components/key-hints.tsx';
import { ThemeContext } from './components/look.ts';
import { RanCommand } from './components/ran-command.tsx';
import { Viewport } from './components/viewport.tsx';
import { WroteFile } from './components/wrote-file.tsx';
import type { Controller } from './controller.ts';
import { hintLines } from './hints.ts';
import { bindingsOf, eventFor } from './keys.ts';
import { Screen } from './screens/screen.tsx';
import { viewOf } from './state.ts';
import type { Theme } from './theme.ts';

/** Longer lines read badly, however wide the terminal is. */
const MAX_COLUMNS = 100;

/** The whole interface: what has run, the present screen, the keys that are valid on it. */
export function App({ controller, theme }: { readonly controller: Controller; readonly theme: Theme }) {
  const state = useSyncExternalStore(controller.subscribe, controller.state);
  const view = viewOf(state);
  const window = useWindowSize();
  const columns = Math.min(window.columns, MAX_COLUMNS);
  const hints = hintLines(bindingsOf(state), columns);
  // A frame as tall as the terminal would be drawn by clearing it each time; one row stays for the cursor.
  const rows = Math.max(3, window.rows - hints.length - 2);

  useInput((input, key) => {
    for (const press of pressesIn(input, key)) {
      const event = eventFor(controller.state(), press.input, press.key);
      if (event) controller.send(event);
    }
  });

  const { suspendTerminal } = useApp();
  const { stdout } = useStdout();
  useEffect(
    () =>
      controller.handsOver(async (argv, run) => {
        let result: RunResult = { status: 'cancelled' };
        await suspendTerminal(async () => {
          stdout.write(`Running, Ctrl-C stops it: ${shellText(argv)}\n`);
          result = await run();
        });
        return result;
      }),
    [controller, suspendTerminal, stdout],
  );

  return (
    <ThemeContext value={theme}>
      <Static items={[...state.transcript]}>
        {(ended) =>
          ended.kind === 'command' ? (
            <RanCommand key={ended.id} ran={ended} columns={columns} />
          ) : (
            <WroteFile key={ended.id} wrote={ended} columns={columns} />
          )
        }
      </Static>
      {/* Pictures may be as wide as the terminal, text is not. */}
      <Box flexDirection="column" width={window.columns}>
        {/* Another view starts at its top. */}
        <Viewport key={view} rows={rows} onSeen={() => controller.send({ type: 'seen', view })}>
          <Box flexDirection="column" width={columns}>
            <Screen state={state} columns={columns} wide={window.columns} />
          </Box>
        </Viewport>
        <KeyHints lines={hints} />
      </Box>
    </ThemeContext>
  );
}

/** A terminal may hand on a word and its Enter as one piece. */
function pressesIn(input: string, key: Partial<Key>): readonly { input: string; key: Partial<Key> }[] {
  const word = /^([a-z]+)\r$/i.exec(input)?.[1];
  return word === undefined
    ? [{ input, key }]
    : [
        { input: word, key },
        { input: '', key: { return: true } },
      ];
}
