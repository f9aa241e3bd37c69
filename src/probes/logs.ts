import { type Fact, known, unknown } from '../model/fact.ts';
import type { Context } from './context.ts';
import { type Failure, failureAnchors, failuresIn } from './failures.ts';
import { withDetails } from './log-details.ts';
import type { LogEvent } from './log-events.ts';
import { anchors as connectionAnchors, parseLogLine } from './log-line.ts';
import { pathsOf } from './paths.ts';

/** An event and where it was read. */
export type SeenEvent = LogEvent & { readonly source: string };

/** Where a gateway's log may be. */
export type LogPlace =
  | { readonly kind: 'process'; readonly file: string | undefined }
  | { readonly kind: 'container'; readonly command: readonly string[]; readonly name: string };

/** What a log tells: of connections, oldest first, and of what the gateway failed to do, newest first. */
export interface SeenLog {
  readonly events: readonly SeenEvent[];
  readonly failures: readonly Failure[];
}

const LINES = 500;
const anchors = [...connectionAnchors, ...failureAnchors];

/** What the gateway's log tells: its file, the engine's log, the journal. */
export async function probeLogs(context: Context, place: LogPlace): Promise<Fact<SeenLog>> {
  const read = place.kind === 'container' ? await containerLog(context, place) : await processLogs(context, place.file);
  if (read.sources.length === 0) return unknown(read.problems.join('; ') || 'no log of the gateway was found');
  const log = {
    events: read.sources.flatMap(({ name, lines }) => eventsOf(lines, name)),
    failures: read.sources.flatMap(({ name, lines }) => failuresIn(lines, name)),
  };
  return known(log, read.sources.map(({ name }) => name).join(', '));
}

/** The events in a log, each with all that its lines tell of it. */
export function eventsOf(lines: readonly string[], source: string): SeenEvent[] {
  return withDetails(
    lines.flatMap((line) => {
      const event = parseLogLine(line);
      return event ? [{ ...event, source }] : [];
    }),
  );
}

interface Read {
  readonly sources: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly problems: readonly string[];
}

async function containerLog({ host, aim }: Context, place: Extract<LogPlace, { kind: 'container' }>): Promise<Read> {
  const argv = [...place.command, 'logs', '--timestamps', '--tail', '20000', place.name];
  const result = await host.exec({ argv, timeoutMs: aim.timeoutMs, keep: { anchors, lines: LINES } });
  const shown = argv.filter((part) => part !== '--timestamps').join(' ');
  const lines =
    result.status === 'exited' && result.code === 0
      ? [result.stdout, result.stderr].flatMap((text) => text.split('\n'))
      : undefined;
  // A logging driver that can't be read back, or a console that leaves out why a client closed first: the gateway's own
  // file in the container tells.
  if (lines && !lines.some(leavesOutCause)) return { sources: [{ name: shown, lines }], problems: [] };
  const folder = await host.archive({
    argv: [...place.command, 'cp', `${place.name}:/tmp/openclaw`, '-'],
    timeoutMs: aim.timeoutMs,
    maxBytes: 128 * 1024 * 1024,
  });
  const file = folder.status === 'ok' ? folder.files.filter(({ text }) => text !== null).at(-1) : undefined;
  const sources = [
    ...(lines ? [{ name: shown, lines }] : []),
    ...(file?.text ? [{ name: `/tmp/${file.path} in the container ${place.name}`, lines: file.text.split('\n') }] : []),
  ];
  return { sources, problems: sources.length > 0 ? [] : [`${shown} gave no log`] };
}

const leavesOutCause = (line: string) => line.includes(' reason=connect failed') && !line.includes(' cause=');

async function processLogs({ host, aim }: Context, configured: string | undefined): Promise<Read> {
  const sources: { name: string; lines: readonly string[] }[] = [];
  const problems: string[] = [];
  const path = configured ?? (await newestLogFile({ host, aim }));
  if (path !== undefined) {
    const found = await host.grep({ path, anchors, lines: LINES, timeoutMs: aim.timeoutMs });
    if (found.status === 'ok') {
      const partial = found.complete ? '' : `, as far as it could be read in ${aim.timeoutMs} ms`;
      sources.push({ name: `${path}${partial}`, lines: found.lines });
    } else problems.push(found.status === 'absent' ? `${path} is not there` : found.reason);
  }
  if (host.machine.platform === 'linux') {
    const units = [
      ['--user-unit', 'openclaw-gateway'],
      ['--unit', 'openclaw-gateway'],
    ] as const;
    const results = await Promise.all(
      units.map((unit) =>
        host.exec({
          argv: ['journalctl', ...unit, '--lines', '20000', '--output', 'short-iso-precise', '--no-pager', '--quiet'],
          timeoutMs: aim.timeoutMs,
          keep: { anchors, lines: LINES },
        }),
      ),
    );
    for (const [index, result] of results.entries()) {
      if (result.status !== 'exited' || result.code !== 0 || result.stdout.trim() === '') continue;
      sources.push({ name: `journalctl ${units[index]?.join(' ')}`, lines: result.stdout.split('\n') });
    }
  }
  return { sources, problems };
}

/** One file a day, in a folder that depends on the system. */
async function newestLogFile({ host }: Context): Promise<string | undefined> {
  const { machine } = host;
  const { join } = pathsOf(machine);
  const home = machine.env.HOME ?? machine.home;
  const folders =
    machine.platform === 'win32'
      ? [join(machine.home, 'AppData', 'Local', 'Temp', 'openclaw')]
      : [
          '/tmp/openclaw',
          ...(machine.env.TMPDIR ? [join(machine.env.TMPDIR, 'openclaw')] : []),
          `/tmp/openclaw-${machine.uid}`,
        ];
  if (machine.platform === 'darwin') folders.push(join(home, 'Library', 'Logs', 'openclaw'));
  for (const folder of folders) {
    const listed = await host.list({ path: folder });
    if (listed.status !== 'ok') continue;
    const logs = listed.entries.filter(({ name }) => /^(?:openclaw|clawdbot|gateway).*\.log$/.test(name));
    const newest = logs.sort((a, b) => a.changedAt - b.changedAt).at(-1);
    if (newest) return join(folder, newest.name);
  }
  return undefined;
}
