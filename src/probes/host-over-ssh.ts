import { posix } from 'node:path';
import type { Entry, ExecResult, Failed, Host, Machine } from '../host/host.ts';
import { type Login, overSsh } from './ssh-login.ts';

/**
 * The machine at the other end of a login, as far as files and programs go: the same calls, each by an ssh of its own.
 * What is asked of the network is asked from here. Programs there are those of POSIX, `find` and `stat` aside.
 */
export function hostOverSsh(host: Host, { ssh, machine, inTurn }: Login): Host {
  // Messages in English tell what is missing from what is forbidden.
  const there = (argv: readonly string[]) => overSsh(ssh, ['env', 'LC_ALL=C', ...argv]);
  const exec: Host['exec'] = (request) => inTurn(() => host.exec({ ...request, argv: there(request.argv) }));
  const list: Host['list'] = async ({ path, only }) => {
    const names = only?.flatMap((name, index) => [...(index === 0 ? [] : ['-o']), '-name', literal(name)]) ?? [];
    const found = await exec({
      argv: [
        'find',
        path,
        '-mindepth',
        '1',
        '-maxdepth',
        '1',
        ...(names.length === 0 ? [] : ['(', ...names, ')']),
        ...details(machine),
      ],
      timeoutMs: AT_MOST_MS,
    });
    return outcome(found, path, ({ stdout }) => ({ status: 'ok', entries: entriesIn(stdout) }));
  };
  return {
    ...host,
    machine,
    exec,
    list,
    readText: async ({ path, maxBytes }) => {
      const argv = maxBytes === undefined ? ['cat', '--', path] : ['head', '-c', String(maxBytes), '--', path];
      const read = await exec({ argv, timeoutMs: AT_MOST_MS });
      return outcome(read, path, ({ stdout, truncated }) => ({
        status: 'ok',
        text: stdout,
        size: stdout.length,
        truncated,
      }));
    },
    grep: async ({ path, anchors, lines, timeoutMs }) => {
      const sought = anchors.flatMap((anchor) => ['-e', anchor]);
      const argv = ['grep', '-a', '-h', '-F', ...sought, '--', path];
      const found = await exec({ argv, timeoutMs, keep: { anchors: [...anchors, ...PROBLEMS], lines } });
      // 1: no line of it holds any.
      if (found.status === 'exited' && found.code === 1) return { status: 'ok', lines: [], size: 0, complete: true };
      return outcome(found, path, ({ stdout }) => {
        const kept = stdout.split('\n').filter((line) => line !== '');
        return { status: 'ok', lines: kept, size: stdout.length, complete: true };
      });
    },
    archive: (request) => inTurn(() => host.archive({ ...request, argv: there(request.argv) })),
    database: async ({ from, queries }) => {
      if (!('path' in from)) return inTurn(() => host.database({ from: { ...from, argv: there(from.argv) }, queries }));
      const [folder, file] = [posix.dirname(from.path), posix.basename(from.path)];
      const listed = await list({ path: folder, only: [file, `${file}-wal`] });
      if (listed.status !== 'ok') return listed;
      const names = listed.entries.map(({ name }) => name);
      if (!names.includes(file)) return { status: 'absent' };
      const argv = there(['tar', '-cf', '-', '-C', folder, '--', ...names]);
      const archived = { argv, timeoutMs: AT_MOST_MS, maxBytes: MAX_DATABASE, file };
      return inTurn(() => host.database({ from: archived, queries }));
    },
  };
}

/** Of what asks for no deadline of its own, in ms: that of the probe counts besides. */
const AT_MOST_MS = 30_000;
const MAX_DATABASE = 64 * 1024 * 1024;
const PROBLEMS = ['No such file', 'Permission denied'];

/** `find` takes names for patterns. */
const literal = (name: string) => name.replaceAll(/[\\*?[\]]/g, '\\$&');

/** One line an entry: kind, size, user, mode, time, name. */
function details({ platform }: Machine): readonly string[] {
  return platform === 'darwin'
    ? ['-exec', 'stat', '-f', '%HT\t%z\t%u\t%Lp\t%m\t%N', '{}', '+']
    : ['-printf', '%y\\t%s\\t%U\\t%m\\t%T@\\t%f\\n'];
}

function entriesIn(text: string): readonly Entry[] {
  return text.split('\n').flatMap((line) => {
    const [kind = '', size, uid, mode = '', changed, ...name] = line.split('\t');
    if (name.length === 0) return [];
    const isFile = kind === 'f' || kind === 'Regular File';
    return [
      {
        name: posix.basename(name.join('\t')),
        kind: isFile ? 'file' : kind.toLowerCase().startsWith('d') ? 'directory' : 'other',
        size: Number(size),
        uid: Number(uid),
        mode: Number.parseInt(mode, 8),
        changedAt: Math.round(Number(changed) * 1000),
      },
    ];
  });
}

type FileProblem = { readonly status: 'absent' } | { readonly status: 'denied'; readonly reason: string } | Failed;

/** What a program that read a file tells of it, by how it ended. */
function outcome<T>(
  result: ExecResult,
  path: string,
  read: (ended: Extract<ExecResult, { status: 'exited' }>) => T,
): T | FileProblem {
  if (result.status === 'missing') return { status: 'failed', reason: 'ssh is not installed here' };
  if (result.status === 'timeout') return { status: 'failed', reason: `${path}: no answer over ssh in time` };
  if (result.status === 'failed') return result;
  if (result.code === 0) return read(result);
  if (/No such file|Not a directory/.test(result.stderr)) return { status: 'absent' };
  if (/Permission denied|Operation not permitted/.test(result.stderr))
    return { status: 'denied', reason: `no permission to read ${path}` };
  return {
    status: 'failed',
    reason: result.stderr.trim().split('\n').at(-1) || `reading ${path} ended with code ${result.code}`,
  };
}
