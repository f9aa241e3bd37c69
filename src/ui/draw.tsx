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
  const ink = render(<App controller={controller} theme={themeOf(process.env, process.platform)} />, {
    stdout: keepsLines(process.env) ? process.stdout : reflowing(process.stdout),
    exitOnCtrlC: false,
    // The caller has made sure of a terminal; in CI Ink would draw nothing but the last frame.
    interactive: true,
  });
  try {
    await Promise.race([controller.ended, ink.waitUntilExit()]);
    await ink.waitUntilRenderFlush();
  } finally {
    ink.unmount();
    await ink.waitUntilExit();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
