import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { sessionFrom } from '../../src/from/read.ts';
import { createHost } from '../../src/host/real.ts';
import { shortcutsIn } from '../support/harm.ts';

const root = fileURLToPath(new URL('../../fixtures/containers', import.meta.url));
const look = async (name: string) => {
  const source = { from: `${root}/${name}`, container: undefined, host: createHost(), clean: <T>(value: T) => value };
  return (await sessionFrom(source, shippedRules, 'error')).look();
};

interface Expected {
  readonly first: readonly string[] | null;
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly gatewaySees: string | null;
}

/** By the engine's own words, so that this rests on no judgement of the doctor. */
function isPublishedToAll(name: string): boolean {
  const file = `${root}/${name}/docker-inspect.json`;
  const inspect = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /"HostIp": *"(?!127\.|::1")/.test(inspect);
}

describe.each(readdirSync(root))('%s', (name) => {
  const expected = JSON.parse(readFileSync(`${root}/${name}/expected.json`, 'utf8')) as Expected;

  test('gives the diagnosis that is expected', async () => {
    const { report } = await look(name);
    const found = report.findings.map((finding) => finding.rule);
    if (expected.first === null) expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    else expect(expected.first).toContain(found[0]);
    expect(found).toEqual(expect.arrayContaining([...expected.present]));
    expect(found.filter((id) => expected.absent.includes(id))).toEqual([]);
  });

  test('offers nothing that weakens security where others reach the gateway', async () => {
    const { report } = await look(name);
    if (isPublishedToAll(name)) expect(shortcutsIn(report.findings)).toEqual([]);
    else expect(shortcutsIn(report.findings).filter((shortcut) => /before a better/.test(shortcut))).toEqual([]);
  });

  test('cites facts for every finding, and puts no gap into any sentence', async () => {
    const { report } = await look(name);
    for (const finding of report.findings) {
      expect(finding.evidence.length).toBeGreaterThan(0);
      expect(
        [finding.title, finding.why, ...finding.remedies.flatMap(({ steps }) => steps.map(({ say }) => say))].join(' '),
        // A variable of compose is a value that was found: ${NAME}.
      ).not.toMatch(/\bunknown\b|undefined|null|(?<!\$)\{/);
    }
  });
});

test.each([
  ['01-docker-bridge-published', '172.17.0.1', 'docker exec gwa node openclaw.mjs devices approve'],
  [
    '02-compose-network',
    '172.18.0.1',
    'docker compose --project-name openclaw exec -T openclaw-gateway node openclaw.mjs devices approve',
  ],
  ['07-podman-rootful', '10.88.0.1', 'podman exec pg /usr/local/bin/node openclaw.mjs devices approve'],
  ['10-podman-rootless-slirp4netns', '10.0.2.100', 'podman exec pr /usr/local/bin/node openclaw.mjs devices approve'],
  [
    '29-dd-192-168-65-1',
    '192.168.65.1',
    'docker compose --project-name openclaw exec -T openclaw-gateway node openclaw.mjs devices approve',
  ],
])(
  'in %s the gateway sees %s, and the fix names the user’s own engine and container',
  async (name, remote, command) => {
    const [finding] = (await look(name)).report.findings;
    expect(finding?.evidence).toContainEqual(expect.objectContaining({ fact: 'refusal.remote', value: remote }));
    const argv = finding?.remedies[0]?.steps[0]?.run ?? [];
    expect(argv.slice(0, -1).join(' ')).toBe(command);
    expect(argv.at(-1)).toMatch(/^[0-9a-f-]{36}$/);
  },
);
