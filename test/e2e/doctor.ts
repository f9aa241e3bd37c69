import { join } from 'node:path';
import { execa } from 'execa';
import type { Report } from '../../src/model/report.ts';
import { openTerminal, type Terminal } from '../support/terminal.ts';
import { notUnderTest } from './lab/env.ts';
import { gatewayToken } from './lab/gateway.ts';
import { nodeBinary } from './lab/paths.ts';

/** The bundle as it is published. */
const bin = join(import.meta.dirname, '../../dist/bin.js');

export interface Run {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the doctor runs: an engine to ask, and a home of its own without any OpenClaw in it. */
export interface Place {
  readonly dockerHost: string;
  readonly home: string;
  /** A folder in front of the PATH. */
  readonly path?: string;
}

/** Runs the doctor without a terminal. */
export async function doctor(
  args: readonly string[],
  { dockerHost, home, path = '' }: Place,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Run> {
  const result = await execa(nodeBinary, [bin, ...args], {
    env: {
      ...notUnderTest,
      DOCKER_HOST: dockerHost,
      HOME: home,
      PATH: `${path}:${process.env.PATH}`,
      TMPDIR: home,
      NO_COLOR: '1',
      OPENCLAW_GATEWAY_TOKEN: path === '' ? undefined : gatewayToken,
      ...env,
    },
    reject: false,
    stdin: 'ignore',
    // The CLI of an older version takes a minute on a busy machine.
    timeout: 240_000,
  });
  return { code: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** `check --format json`, parsed. */
export async function check(
  args: readonly string[],
  place: Place,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<{ code: number | undefined; report: Report }> {
  const { code, stdout, stderr } = await doctor(['check', '--format', 'json', ...args], place, env);
  if (stdout === '') throw new Error(`no report: ${stderr}`);
  return { code, report: JSON.parse(stdout) as Report };
}

/** The doctor as a user starts it, in a terminal. */
export function openDoctor(
  args: readonly string[],
  { dockerHost, home, path }: Place,
  size: { cols: number; rows: number },
  env: Readonly<Record<string, string | undefined>> = {},
): Terminal {
  const found = path === undefined ? {} : { PATH: `${path}:${process.env.PATH}` };
  return openTerminal({
    argv: [nodeBinary, bin, ...args],
    ...size,
    env: { ...notUnderTest, DOCKER_HOST: dockerHost, HOME: home, CI: undefined, LANG: 'C.UTF-8', ...found, ...env },
  });
}
