import { render } from 'ink';
import { App } from './app.tsx';
import type { Controller } from './controller.ts';
import { keepsLines, reflowing } from './reflow.ts';
import { themeOf } from './theme.ts';

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

/** Draws until the controller has ended. The terminal is restored then, whatever ended it. */
export async function draw(controller: Controller): Promise<void> {
  // Killed by a signal, Ink would show the cursor again and leave the terminal in raw mode: leave in the ordinary way.
  const interrupt = () => controller.send({ type: 'interrupt' });
  for (const signal of SIGNALS) process.on(signal, interrupt);
  // The cursor is shown again through it. Of a terminal that was closed, bin.ts has heard on standard output.
  process.stderr.on('error', () => {});
  // Ink would do so only after its first frame: what is pressed at once would be held back as part of a line.
  setRaw(true);
  const ink = render(<App controller={controller} theme={themeOf(process.env, process.platform)} />, {
    stdout: keepsLines(process.env) ? process.stdout : reflowing(process.stdout),
    exitOnCtrlC: false,
    // The caller has made sure of a terminal; in CI Ink would draw nothing but the last frame.
    interactive: true,
  });
  try {
    await Promise.race([controller.ended, ink.waitUntilExit()]);
    // Ink ends by itself where the terminal is closed; what is under way ends then, too.
    interrupt();
    await ink.waitUntilRenderFlush();
  } catch (error) {
    // The terminal was closed before Ink had it.
    if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
    interrupt();
  } finally {
    ink.unmount();
    await ink.waitUntilExit().catch(() => {});
    setRaw(false);
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

/** Each key at once, or lines as before. */
function setRaw(isRaw: boolean): void {
  const { stdin } = process;
  if (!stdin.isTTY || stdin.isRaw === isRaw) return;
  try {
    stdin.setRawMode(isRaw);
  } catch (error) {
    // Of a terminal that was closed nothing is left to set.
    if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error;
  }
}
