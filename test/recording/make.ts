import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { notUnderTest } from '../e2e/lab/env.ts';
import { type Gateway, gatewayToken, startGateway } from '../e2e/lab/gateway.ts';
import { openclawBinFolder } from '../e2e/lab/openclaw.ts';
import { cacheFolder, nodeBinary } from '../e2e/lab/paths.ts';
import { type Lab, openLab } from '../e2e/lab/setup.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { type CastEvent, castText } from './asciicast.ts';
import { castFile, svgFile, TITLE, words } from './files.ts';
import { filmOf } from './film.ts';
import { hurried } from './hurry.ts';
import { svgOf } from './svg.ts';

const COLS = 80;
const ROWS = 30;
/** Parts in which only the machine works, with how long they may last, in seconds. */
const WAITING = { looking: 3, approving: 4, waiting: 6 } as const;

/** Records a whole walkthrough from the real app: `npm run recording`. It needs what the end-to-end tests need. */
async function main(): Promise<void> {
  const lab = await openLab();
  try {
    const home = await mkdtemp(join(tmpdir(), 'doctor-recording-'));
    try {
      const events = hurried(await record(lab, home), WAITING);
      refuse(JSON.stringify(events), [home, homedir(), hostname(), gatewayToken, process.cwd(), cacheFolder]);
      const cast = { header: { version: 2, width: COLS, height: ROWS, title: TITLE }, events } as const;
      await mkdir(dirname(castFile), { recursive: true });
      await writeFile(castFile, castText(cast));
      await writeFile(svgFile, svgOf(await filmOf(cast), words));
    } finally {
      await rm(home, { recursive: true, force: true, maxRetries: 10 });
    }
  } finally {
    await lab.close();
  }
}

async function record({ engine, version }: Lab, home: string): Promise<readonly CastEvent[]> {
  const gateway = await startGateway({
    engine,
    version,
    name: 'openclaw-gateway',
    publish: '127.0.0.1:18789:18789',
  });
  const client = openClient(gateway, version, home);
  try {
    await client.refused;
    const shell = await openShell(engine.dockerHost, home);
    try {
      return await play(shell, client);
    } finally {
      shell.kill('SIGKILL');
    }
  } finally {
    client.close();
    await gateway.stop();
  }
}

interface Client {
  /** Once the gateway has told it that it needs to be paired. */
  readonly refused: Promise<unknown>;
  /** Connects again, as a user does who doesn't wait for its next attempt. */
  again(): void;
  close(): void;
}

/** The real OpenClaw of this host: its terminal interface, which connects as a device. */
function openClient({ token, url }: Gateway, version: string, home: string): Client {
  const open = () =>
    openTerminal({
      argv: [join(openclawBinFolder(version), 'openclaw'), 'tui', '--url', url, '--token', token],
      env: { ...notUnderTest, HOME: home, CI: undefined },
    });
  let terminal = open();
  return {
    refused: terminal.waitFor('pairing required', 60_000),
    again: () => {
      terminal.kill('SIGKILL');
      terminal = open();
    },
    close: () => terminal.kill('SIGKILL'),
  };
}

/** For this shell alone the lab's engine is where an engine is looked for, so that no command has to name it. */
const AT_ITS_PLACE = `
  mount -t tmpfs none /run && touch /run/docker.sock && mount --bind "$0" /run/docker.sock &&
  exec /bin/bash --norc --noprofile -i`;

/** A shell in an empty folder, in which the published name of the doctor is this build. */
async function openShell(dockerHost: string, home: string): Promise<Terminal> {
  const cwd = join(home, 'claw');
  const bin = join(import.meta.dirname, '../../dist/bin.js');
  await mkdir(join(cwd, 'node_modules', '.bin'), { recursive: true });
  await symlink(bin, join(cwd, 'node_modules', '.bin', 'openclaw-doctor'));
  await chmod(bin, 0o755);
  const npm = Object.keys(process.env).filter((name) => /^npm_/i.test(name));
  return openTerminal({
    argv: [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      '/bin/sh',
      '-c',
      AT_ITS_PLACE,
      dockerHost.slice('unix://'.length),
    ],
    cols: COLS,
    rows: ROWS,
    cwd,
    env: {
      ...notUnderTest,
      ...Object.fromEntries(npm.map((name) => [name, undefined])),
      BASH_SILENCE_DEPRECATION_WARNING: '1',
      CI: undefined,
      DOCKER_HOST: undefined,
      HISTFILE: undefined,
      HOME: home,
      LANG: 'C.UTF-8',
      NO_COLOR: undefined,
      PATH: `${dirname(nodeBinary)}:${process.env.PATH}`,
      PS1: '$ ',
      XDG_STATE_HOME: undefined,
      npm_config_update_notifier: 'false',
    },
  });
}

/** How long a reader gets, in ms. */
const READ = { glance: 1500, short: 2500, page: 4500 } as const;
/** From the key's lighting up to its being pressed. */
const PRESS_MS = 400;

/** From the prompt to the prompt. */
async function play(shell: Terminal, client: Client): Promise<readonly CastEvent[]> {
  const events: CastEvent[] = [];
  let start = performance.now();
  const note = (kind: CastEvent[1], text: string) =>
    events.push([Math.round(performance.now() - start) / 1000, kind, text]);
  const part = (name: string) => note('m', name);
  const press = async (key: string) => {
    note('i', key);
    await sleep(PRESS_MS);
    shell.press(key);
  };
  /** Reads on to the end where the screen is too low, until the key is offered. */
  const readUntil = async (offer: string) => {
    for (;;) {
      await shell.waitFor(new RegExp(`more lines: space shows|${offer}`));
      await sleep(READ.page);
      if (shell.screen().includes(offer)) return;
      await press(' ');
      await sleep(PRESS_MS);
    }
  };

  await shell.waitFor('$');
  start = performance.now();
  shell.onOutput((text) => note('o', text));
  part('prompt');
  note('o', '$ ');
  await sleep(READ.glance);
  for (const letter of 'npx openclaw-doctor') {
    shell.press(letter);
    await sleep(60);
  }
  await sleep(PRESS_MS);
  shell.press('\r');
  part('looking');
  await shell.waitFor('Looking at this machine');

  await shell.waitFor('enter options', 60_000);
  part('diagnosis');
  await sleep(READ.page + READ.short);
  await press('\r');

  await shell.waitFor('enter take this one');
  part('options');
  await sleep(READ.page);
  await press('\r');

  await shell.waitFor('enter see who asks');
  part('step');
  await sleep(READ.page);
  await press('\r');

  await shell.waitFor('enter see it whole');
  part('requests');
  await sleep(READ.page);
  await press('\r');

  await shell.waitFor('Approve this device?');
  part('request');
  await readUntil('y approve this request');
  await press('y');

  part('approving');
  await shell.waitFor('Approved. Waiting for the client', 60_000);
  part('waiting');
  await sleep(READ.short);
  client.again();
  await shell.waitFor('Connected: the device was approved', 60_000);
  part('connected');
  await sleep(READ.page);
  await press('q');
  await shell.waitFor(/\$$/);
  part('end');
  return events;
}

/** What tells of the machine it was recorded on, or is secret, is in no recording. */
function refuse(text: string, words: readonly string[]): void {
  const found = words.filter((word) => text.includes(word));
  if (found.length > 0) throw new Error(`the recording holds what is not for others: ${found.join(', ')}`);
}

await main();
