import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSignatures } from '../../src/signatures/read.ts';
import { machineAnchorsOf } from '../../src/signatures/signature.ts';

/**
 * How fast a large log is read to its end, and in how much memory: `node test/corpus/log-speed.ts [MB]`, 1000 by default.
 * Beside it, where it is installed, ripgrep's time to count the lines with the same expressions.
 */
const MB = Number(process.argv[2] ?? 1000);
const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'doctor-log-'));
const log = join(folder, 'gateway.log');
try {
  writeLog(log, MB * 1e6);
  const doctor = timed(process.execPath, [
    '--import',
    peak(),
    join(root, 'dist/bin.js'),
    'check',
    '--from',
    log,
    '--format',
    'json',
  ]);
  const rss = Number(/rss=(\d+)/.exec(doctor.stderr)?.[1]) / 1024;
  const rule = /"rule": "([^"]+)"/.exec(doctor.stdout)?.[1];
  console.log(`doctor   ${speed(doctor.seconds)}, ${Math.round(rss)} MB at most, ${rule}`);
  const anchors = join(folder, 'anchors');
  writeFileSync(anchors, `${machineAnchorsOf(readSignatures(join(root, 'rules/signatures'))).join('\n')}\n`);
  const grep = timed('rg', ['--count', '--fixed-strings', '--ignore-case', '--text', '--file', anchors, log]);
  console.log(
    grep.failed ? 'ripgrep  is not installed' : `ripgrep  ${speed(grep.seconds)}, ${grep.stdout.trim()} lines`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

function speed(seconds: number): string {
  return `${seconds.toFixed(1)} s for ${MB} MB, ${Math.round(MB / seconds)} MB/s`;
}

function timed(command: string, args: readonly string[]) {
  const start = performance.now();
  const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e9 });
  return { seconds: (performance.now() - start) / 1000, stdout, stderr, failed: error !== undefined };
}

/** Writes the most memory that a process held, in KiB, as it ends. */
function peak(): string {
  const code = 'process.on("exit", () => process.stderr.write("rss=" + process.resourceUsage().maxRSS))';
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/** A log as a busy gateway writes it, a refusal in it every fifty thousand lines. */
function writeLog(path: string, bytes: number): void {
  const file = openSync(path, 'w');
  for (let line = 0, written = 0; written < bytes; ) {
    const lines = Array.from({ length: 20_000 }, () => lineOf(line++)).join('\n');
    written += writeSync(file, `${lines}\n`);
  }
  closeSync(file);
}

function lineOf(line: number): string {
  const time = `2026-11-22T12:${String(line % 60).padStart(2, '0')}:27.123Z`;
  if (line % 50_000 === 0)
    return `${time} [ws] closed before connect conn=${line} remote=192.168.50.20 fwd=n/a origin=n/a host=h ua=n/a code=1008 reason=pairing required`;
  const kinds = [
    `[ws] res chat.history ${line % 90}ms conn=${line}`,
    `[gateway] agent run ${line} finished in ${line % 900}ms tokens=${line * 3}`,
    `[telegram] message from 4${line}: hello, how is the weather today`,
    `[heartbeat] ok ${line}`,
  ];
  return `${time} ${kinds[line % kinds.length]}`;
}
