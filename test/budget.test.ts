import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin, root, runBundle } from './support/bundle.ts';

const evidence = join(tmpdir(), `doctor-evidence-${process.pid}.json`);
beforeAll(() =>
  writeFileSync(
    evidence,
    JSON.stringify({ openclaw: '2026.9.6', deployment: 'docker', text: 'gateway closed (1008): pairing required' }),
  ),
);
afterAll(() => rmSync(evidence));

/** CPU time of a process and what it started, in ms: user and system, as the process itself counts them. */
function cpuMs(args: readonly string[]): number {
  const count =
    'process.on("exit", () => { const { user, system } = process.cpuUsage(); process.stderr.write("cpu=" + (user + system)); })';
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(count)}`, ...args],
    { encoding: 'utf8', cwd: root },
  );
  return Number(/cpu=(\d+)/.exec(stderr)?.[1]) / 1000;
}

test('check on an evidence file costs at most 80 ms CPU more than starting Node', {
  timeout: 120_000,
  // A busy neighbour lasts for seconds.
  retry: 4,
}, () => {
  const differences = Array.from(
    { length: 30 },
    () => cpuMs([bin, 'check', '--from', evidence]) - cpuMs(['-e', '0']),
  ).sort((a, b) => a - b);
  // What else the machine does only adds: the lower quartile tells the program's own cost, and the median the neighbours'.
  const [quartile = 0, median = 0] = [differences[7], differences[15]];
  console.log(
    `check --from an evidence file: ${quartile.toFixed(1)} ms CPU more than node -e 0 (lower quartile of 30 pairs; median ${median.toFixed(1)})`,
  );
  expect(quartile).toBeLessThan(80);
});

describe('what a headless run loads', () => {
  /** The chunks that a run imports, by the libraries that are bundled in them. */
  const loaded = (args: readonly string[]) => {
    const trace = `import { registerHooks } from 'node:module'; registerHooks({ load(url, context, next) { if (url.includes('/dist/')) process.stderr.write('loads ' + url + '\\n'); return next(url, context); } });`;
    const { stderr } = runBundle(args, { nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(trace)}`] });
    const chunks = [...stderr.matchAll(/^loads file:\/\/(\S+)$/gm)].map(([, path = '']) => readFileSync(path, 'utf8'));
    expect(chunks.length).toBeGreaterThan(1);
    return Object.entries(MARKS)
      .filter(([, mark]) => chunks.some((text) => mark.test(text)))
      .map(([name]) => name);
  };
  /** A text in each library that the minifier leaves as it is. */
  const MARKS = {
    react: /react\.(?:transitional\.)?element/,
    ink: /ink-root/,
    systeminformation: /getDefaultNetworkInterface/,
    yaml: /YAMLParseError/,
    execa: /ExecaError/,
  };

  test('the marks are found in the bundle at all', () => {
    const all = readdirSync(join(root, 'dist'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(root, 'dist', name), 'utf8'))
      .join('\n');
    expect(
      Object.entries(MARKS)
        .filter(([, mark]) => !mark.test(all))
        .map(([name]) => name),
    ).toEqual([]);
  });

  test('evidence: no library at all', () => {
    expect(loaded(['check', '--from', evidence])).toEqual([]);
    expect(loaded(['check', '--from', 'fixtures/containers/01-docker-bridge-published'])).toEqual([]);
  });

  test('explain: no library at all', () => {
    expect(loaded(['explain', 'gateway closed (1008): pairing required'])).toEqual([]);
    expect(loaded(['explain', 'pairing-approval/pending-approval-docker', '--format', 'markdown'])).toEqual([]);
  });

  test('systeminformation, once a rule has a use for what only it tells', async () => {
    // In a thread of its own: the bundle is waited for by blocking this one.
    const worker = new Worker(
      `require('node:http').createServer((_, answer) => answer.end('Welcome')).listen(0, '127.0.0.1', function () { require('node:worker_threads').parentPort.postMessage(this.address().port) })`,
      { eval: true },
    );
    const port = await new Promise((resolve) => worker.once('message', resolve));
    expect(loaded(['check', '--url', `ws://127.0.0.1:${port}`])).toEqual(['systeminformation', 'execa']);
    await worker.terminate();
  });

  test('this machine: what runs processes, and nothing else', () => {
    expect(loaded(['check', '--url', 'ws://127.0.0.1:1'])).toEqual(['execa']);
  });
});

test('the package is under 2 MB, has no runtime dependency and no install script', () => {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as [{ size: number; files: { path: string }[] }];
  console.log(`tarball: ${Math.round(packed.size / 1024)} KiB`);
  expect(packed.size).toBeLessThan(2 * 1024 * 1024);
  expect(packed.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['dist/bin.js', 'dist/report.schema.json', 'README.md', 'LICENSE']),
  );
  const { dependencies, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies?: object;
    scripts: object;
  };
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter((name) => /install|^prepare$/.test(name))).toEqual([]);
});
