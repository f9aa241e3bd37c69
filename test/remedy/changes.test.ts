import { describe, expect, test } from 'vitest';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Finding, Step } from '../../src/model/report.ts';
import type { ComposeEdit } from '../../src/model/rule.ts';
import { withChanges } from '../../src/remedy/changes.ts';

const text = 'services:\n  openclaw-gateway:\n    volumes:\n      - /home/node/.openclaw\n';
const edit: ComposeEdit = { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' };
const compose: Facts = {
  'compose.file': known('/srv/claw/docker-compose.yml', 't'),
  'compose.service': known('openclaw-gateway', 't'),
  'compose.text': known(text, 't'),
  'compose.error': known(null, 't'),
  'gateway.composeProject': known('claw', 't'),
};

async function shown(facts: Facts, of: ComposeEdit = edit): Promise<Step | undefined> {
  const step: Step = { say: 'Change the mount.', where: 'host', edit: of };
  const finding: Finding = {
    rule: 'state-dir/x',
    variant: 'v',
    title: 't',
    severity: 'warning',
    certainty: 'likely',
    stage: 'pairing',
    why: 'w',
    evidence: [],
    remedies: [{ id: 'r', title: 't', risk: 'restart', tradeOff: 'x', steps: [step, { say: 'Next.', where: 'host' }] }],
    docs: [],
  };
  return (await withChanges([finding], facts))[0]?.remedies[0]?.steps[0];
}

test('a change of a file that could be read is a diff, and nothing else of it is left', async () => {
  expect(await shown(compose)).toEqual({
    say: 'Change the mount.',
    where: 'host',
    change: {
      file: '/srv/claw/docker-compose.yml',
      diff: `--- /srv/claw/docker-compose.yml
+++ /srv/claw/docker-compose.yml
@@ -1,4 +1,6 @@
 services:
   openclaw-gateway:
     volumes:
-      - /home/node/.openclaw
+      - openclaw-state:/home/node/.openclaw
+volumes:
+  openclaw-state: {}
`,
      service: 'openclaw-gateway',
      edit,
    },
  });
});

test('without the file the host’s network is put in words, with what keeps the port from the whole network', async () => {
  const network: ComposeEdit = { compose: 'host-network', target: '18789' };
  const gone = { 'compose.text': unknown('gone') };
  expect((await shown({ ...compose, ...gone }, network))?.say).toBe(
    'Change the mount. In /srv/claw/docker-compose.yml, in the service openclaw-gateway, write «network_mode: host» in place of its «ports:» and «networks:», and start the gateway with --bind loopback: without that the port is open to your whole network. Clients then find it at its own port.',
  );
  expect((await shown({ ...gone, 'gateway.composeProject': known(null, 't') }, network))?.say).toContain(
    'give it --network host in place of its -p options, and start the gateway with --bind loopback',
  );
});

describe('without the file the step says what to write', () => {
  const written = 'under «volumes:» of the service openclaw-gateway, write «- openclaw-state:/home/node/.openclaw»';
  test.each<[string, Facts]>([
    ['that could not be read', { ...compose, 'compose.text': unknown('gone'), 'compose.file': unknown('gone') }],
    ['that can’t be parsed', { ...compose, 'compose.error': known('1:1 what', 't') }],
    ['that can’t be changed for certain', { ...compose, 'compose.text': known('services: {}\n', 't') }],
  ])('%s', async (_, facts) => {
    const step = await shown(facts);
    expect(step?.say).toContain(written);
    expect(Object.keys(step ?? {})).toEqual(['say', 'where']);
  });

  test('or which option «docker run» takes, where there is no compose', async () => {
    const step = await shown({ 'gateway.composeProject': known(null, 't') });
    expect(step?.say).toBe(
      'Change the mount. Where you start the container, give it the option -v openclaw-state:/home/node/.openclaw.',
    );
    const target = '/home/node/.openclaw';
    const readOnly = await shown(
      { 'gateway.composeProject': known(null, 't'), 'state.source': known('/srv/x', 't') },
      { compose: 'writable-mount', target },
    );
    expect(readOnly?.say).toBe('Change the mount. Leave «:ro» out of its option -v /srv/x:/home/node/.openclaw.');
  });

  test('or where a port is published', async () => {
    const port: ComposeEdit = { compose: 'publish-loopback', target: '18789' };
    const published: Facts = { 'gateway.publishedPort': known(8080, 't') };
    expect((await shown({ ...compose, ...published }, port))?.say).toBe(
      'Change the mount. In /srv/claw/docker-compose.yml, under «ports:» of the service openclaw-gateway, write «- "127.0.0.1:8080:18789"» in place of the entry that ends in «:18789».',
    );
    expect((await shown({ 'gateway.composeProject': known(null, 't'), ...published }, port))?.say).toBe(
      'Change the mount. Where you start the container, give it the option -p 127.0.0.1:8080:18789 in place of the one that it has for this port.',
    );
  });
});
