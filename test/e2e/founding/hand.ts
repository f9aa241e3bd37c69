import { readFile } from 'node:fs/promises';
import { openTerminal } from '../../support/terminal.ts';
import { notUnderTest } from '../lab/env.ts';
import type { HostLab } from './host-lab.ts';
import type { Deed } from './walk.ts';

/** What was read off a terminal in one step, and is put into the client in the next. */
export interface Hand {
  token: string;
}

/** Reads the token on the gateway's host: by the command on screen in a terminal of its own, or in the file it names. */
export function readsToken({ place }: HostLab, hand: Hand): Deed {
  return {
    words: /Read the (?:gateway's )?token .*in a terminal of your own/,
    async do({ command, text }) {
      const file = /It stands in gateway\.auth\.token in (\S+\.json)/.exec(text)?.[1];
      if (file !== undefined) {
        const config = JSON.parse(await readFile(file, 'utf8')) as { gateway: { auth: { token: string } } };
        hand.token = config.gateway.auth.token;
        return;
      }
      if (command === undefined) throw new Error(`nothing says where the token is: ${text}`);
      // The CLI shows it on a terminal only.
      const argv = ['sh', '-c', command];
      const env = { ...notUnderTest, HOME: place.home, PATH: `${place.path}:${process.env.PATH}`, NO_COLOR: '1' };
      const terminal = openTerminal({ argv, env });
      await terminal.exited;
      hand.token = terminal.screen().trim().split('\n').at(-1) ?? '';
    },
  };
}

/** Types the command on screen on the client's machine, the token in its place. */
export function typesAsClient(run: (args: readonly string[]) => Promise<unknown>, hand: Hand): Deed {
  return {
    words: /Put it in the place of TOKEN/,
    async do({ command = '' }) {
      const [, ...args] = command.split(' ');
      await run(args.map((arg) => (arg === 'TOKEN' ? hand.token : arg)));
    },
  };
}
