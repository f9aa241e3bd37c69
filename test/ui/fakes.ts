import type { Diagnosis } from '../../src/doctor.ts';
import type { Paired, Pending } from '../../src/model/catalogue.ts';
import { type Facts, known, unknown } from '../../src/model/fact.ts';
import type { Finding, Hop, PathStage, Remedy, Report, Step } from '../../src/model/report.ts';
import { stages } from '../../src/model/rule.ts';
import type { Shell } from '../../src/model/shell.ts';
import type { Session } from '../../src/session.ts';
import type { Event } from '../../src/ui/event.ts';
import { reduce } from '../../src/ui/reduce.ts';
import { initialState, type State, viewOf } from '../../src/ui/state.ts';

export const NOW = 1_790_000_000_000;
export const REQUEST = 'af964ec2-97e0-4757-83de-47a050036ff7';
export const OTHER_REQUEST = '42aadb9e-8d5b-480e-89a7-a1b9c9b590f5';
export const DEVICE = 'c22d9be97c88f4e1020a18b9d91c8109167e4e2335b4f4d962971bd9db4aada6';

export const pending: Pending = {
  requestId: REQUEST,
  deviceId: DEVICE,
  name: 'laptop',
  client: 'cli',
  mode: 'cli',
  platform: 'linux',
  roles: ['operator'],
  scopes: ['operator.read', 'operator.write'],
  remoteIp: '172.17.0.1',
  isRepair: false,
  askedAt: NOW - 60_000,
  renewedAt: NOW - 20_000,
  expired: false,
};

export const otherPending: Pending = {
  ...pending,
  requestId: OTHER_REQUEST,
  deviceId: 'd'.repeat(64),
  name: null,
  client: 'openclaw-control-ui',
  mode: 'webchat',
  platform: 'Win32',
  remoteIp: '192.168.1.20',
};

export const paired: Paired = {
  deviceId: DEVICE,
  name: 'laptop',
  client: 'cli',
  platform: 'linux',
  nodeSurfaceWaits: false,
  nodeRequestId: null,
  roles: ['operator'],
  scopes: ['operator.read', 'operator.write'],
  remoteIp: '172.17.0.1',
  approvedAt: NOW,
  seenAt: null,
  usedAt: null,
};

/** The way of the CLI through Docker's network, as far as the gateway and with what it says there. */
const throughDocker = (state: Hop['state'], seen: string, answer: string): readonly Hop[] => [
  { place: 'client', name: 'the CLI', address: null, note: 'dials ws://127.0.0.1:18789', state: 'ok' },
  {
    place: 'network',
    name: "Docker's network",
    address: '172.17.0.1',
    note: "hides the client's own address",
    state: 'ok',
  },
  {
    place: 'gateway',
    name: 'the gateway in gwa',
    address: null,
    note: `sees 172.17.0.1, not as local: ${seen}`,
    state,
  },
  { place: 'answer', name: answer, address: null, note: null, state },
];

export const approve: Remedy = {
  id: 'approve',
  title: 'Approve this device from inside the container',
  risk: 'none',
  outcome: 'lets it in as an approved device',
  way: throughDocker('ok', 'an approved device', 'lets it in as an approved device'),
  steps: [
    {
      say: 'Approve the CLI at 172.17.0.1. The command runs in the container gwa, where it counts as local.',
      where: 'host',
      run: ['docker', 'exec', 'gwa', 'node', 'openclaw.mjs', 'devices', 'approve', REQUEST],
      approves: { requestId: REQUEST },
    },
    { say: 'Connect again with the client that was refused.', where: 'client' },
  ],
};

export const hostNetwork: Remedy = {
  id: 'host-network',
  title: "Let the gateway use the host's network",
  risk: 'weakens-security',
  tradeOff: 'Every program and user of this host counts as local and is approved without asking.',
  follows: 'Whoever dials the gateway from this host is let in; its list of devices shows who was.',
  takeBack: 'Take the network mode «host» out again, and create the container anew.',
  steps: [{ say: 'Give the gateway the network mode «host», then create the container anew.', where: 'host' }],
};

/** A remedy whose only step is the client's. */
export const reload: Remedy = {
  id: 'reload',
  title: 'Open the page by a name that is listed',
  risk: 'none',
  steps: [{ say: 'Reload the page.', where: 'browser' }],
};

export const restart: Remedy = {
  id: 'restart',
  title: 'Set gateway.bind to lan',
  risk: 'restart',
  tradeOff: 'The gateway restarts.',
  steps: [
    {
      say: 'Change the setting.',
      where: 'host',
      run: ['docker', 'exec', 'gwa', 'openclaw', 'config', 'set', 'x', 'y'],
    },
    { say: 'Restart the container.', where: 'host', run: ['docker', 'restart', 'gwa'] },
  ],
};

export const mountState: Remedy = {
  id: 'mount-volume',
  title: 'Give the state a volume with a name',
  risk: 'restart',
  tradeOff: 'The container is made anew.',
  steps: [
    {
      say: 'Let the volume openclaw-state be mounted at /home/node/.openclaw.',
      where: 'host',
      change: {
        file: '/srv/claw/docker-compose.yml',
        diff: `--- /srv/claw/docker-compose.yml
+++ /srv/claw/docker-compose.yml
@@ -4,4 +4,6 @@
     environment:
       - OPENCLAW_GATEWAY_TOKEN=<secret-1>
     volumes:
-      - /home/node/.openclaw
+      - openclaw-state:/home/node/.openclaw
+volumes:
+  openclaw-state: {}
`,
        service: 'openclaw-gateway',
        edit: { compose: 'mount-state', source: 'openclaw-state', target: '/home/node/.openclaw' },
      },
    },
    {
      say: 'Make the container anew.',
      where: 'host',
      run: ['docker', 'compose', 'up', '--detach', 'openclaw-gateway'],
    },
  ],
};

export const finding: Finding = {
  rule: 'pairing-approval/pending-approval-docker',
  variant: 'nat',
  title: 'The gateway sees the CLI as 172.17.0.1, not as local',
  severity: 'error',
  certainty: 'confirmed',
  stage: 'pairing',
  why: 'The gateway runs in the container gwa. What this host sends to it arrives from 172.17.0.1, and a gateway approves only clients at 127.0.0.1 on its own.',
  evidence: [
    { fact: 'gateway.name', value: 'gwa', source: 'docker inspect gwa' },
    { fact: 'refusal.remote', value: '172.17.0.1', source: 'devices-list.json' },
    { fact: 'refusal.requestId', value: REQUEST, source: 'devices-list.json' },
    { fact: 'refusal.deviceId', value: DEVICE, source: 'devices-list.json' },
    { fact: 'refusal.client', value: 'cli', source: 'devices-list.json' },
  ],
  remedies: [approve, hostNetwork],
  way: throughDocker('broken', 'a new device', 'says «pairing required»'),
  next: 'Once approved, the client connects at its next try.',
  docs: ['https://docs.openclaw.ai/cli/devices'],
};

export const bindFinding: Finding = {
  ...finding,
  rule: 'container-network/bind-loopback-in-container',
  title: 'The gateway listens on 127.0.0.1 inside its container only',
  stage: 'http',
  why: 'It listens on 127.0.0.1 in the container gwa, and what the published port brings arrives at another address there.',
  next: "Once it listens on the container's network, expect «pairing required» for a CLI on the host.",
  evidence: [],
  remedies: [restart],
  way: [
    { place: 'client', name: 'the client', address: null, note: 'dials ws://127.0.0.1:18789', state: 'ok' },
    {
      place: 'network',
      name: "Docker's network",
      address: null,
      note: 'passes on what comes to 127.0.0.1:18789',
      state: 'ok',
    },
    {
      place: 'gateway',
      name: 'the gateway in gwa',
      address: null,
      note: 'listens at 127.0.0.1:18789 only',
      state: 'broken',
    },
    { place: 'answer', name: 'the connection was reset', address: null, note: null, state: 'broken' },
  ],
};

export const mountFinding: Finding = {
  ...finding,
  rule: 'state-dir/state-not-durable',
  title: "The gateway's state is in a volume without a name",
  severity: 'warning',
  certainty: 'likely',
  why: 'The state is mounted from a volume that the engine named: with the next container it is another one, and every device must be approved anew.',
  evidence: [],
  remedies: [mountState],
  way: [
    { place: 'gateway', name: 'the gateway in gwa', address: null, note: null, state: 'unknown' },
    { place: 'state', name: 'its state folder', address: '/home/node/.openclaw', note: null, state: 'warning' },
  ],
};

/** A step with lines for another program's file. */
export const proxyFinding: Finding = {
  ...finding,
  rule: 'secure-context/insecure-context-http',
  title: 'On plain HTTP a browser shows no device identity to this version',
  evidence: [],
  remedies: [
    {
      id: 'caddy',
      title: 'Put HTTPS in front of it with Caddy',
      risk: 'none',
      steps: [
        {
          say: 'Let Caddy pass the page on.',
          where: 'gateway-host',
          snippet: {
            file: '/etc/caddy/Caddyfile',
            text: 'claw.example.com {\n    reverse_proxy 127.0.0.1:18789\n}',
          },
        },
      ],
    },
  ],
};

/** A command for this machine whose output is for its user's eyes only. */
export const secretFinding: Finding = {
  ...finding,
  rule: 'shared-secret/token-mismatch',
  title: 'The page sends another token than the gateway wants',
  evidence: [],
  remedies: [
    {
      id: 'read-token',
      title: 'Replace the token that the page keeps',
      risk: 'none',
      steps: [
        { say: 'Read the token.', where: 'host', run: ['openclaw', 'gateway', 'auth-token', '--show'] },
        { say: 'Paste it into the page.', where: 'browser' },
      ],
    },
  ],
};

/** The one way to list a page, by the step that does it. */
const allowing = (step: Omit<Step, 'say'>): Finding['remedies'] => [
  { id: 'allow', title: 'Allow that page', risk: 'none', steps: [{ say: 'Add the page to the list.', ...step }] },
];

/** A step with quotes in its command. */
export const originFinding: Finding = {
  ...finding,
  rule: 'origin/origin-not-allowed',
  title: 'The gateway does not allow the page at http://192.168.1.4:18789',
  evidence: [],
  remedies: allowing({
    where: 'host',
    run: [
      ...['docker', 'exec', 'gwa', 'openclaw', 'config', 'set', 'gateway.controlUi.allowedOrigins'],
      '["http://192.168.1.4:18789"]',
    ],
  }),
};

/** A step whose command no shell of Windows carries. */
export const oddFinding: Finding = {
  ...originFinding,
  remedies: [
    {
      id: 'rename',
      title: 'Rename the device',
      risk: 'none',
      steps: [{ say: 'Rename it.', where: 'host', run: ['openclaw', 'devices', 'rename', 'x', '100% "mine" & yours'] }],
    },
  ],
};

export function diagnosisOf(
  findings: readonly Finding[],
  { facts = {}, ...report }: Partial<Report> & { facts?: Facts } = {},
): Diagnosis {
  return {
    facts: {
      'devices.pending': known([pending], 'devices-list.json'),
      'devices.paired': known([], 'x'),
      'gateway.natAddresses': known(['172.17.0.1'], 'docker inspect gwa'),
      ...facts,
    },
    report: {
      schemaVersion: 1,
      doctor: { version: '0.1.0' },
      openclaw: { version: '2026.9.6' },
      verdict: findings.length > 0 ? 'problem' : 'healthy',
      path: pathTo(findings.find(({ severity }) => severity === 'error')),
      findings,
      unknown: [],
      looked: ['docker inspect gwa', 'devices-list.json'],
      ...report,
    },
  };
}

/** A connection that ends at the stage of this finding, as it was seen. */
function pathTo(broken: Finding | undefined): readonly PathStage[] {
  const at = broken ? stages.indexOf(broken.stage) : stages.length;
  return stages.map((stage, index): PathStage => {
    if (stage === 'tls') return { stage, status: 'skipped', detail: 'ws:// has no TLS' };
    if (index < at) return { stage, status: 'ok', detail: 'got past this' };
    return index === at
      ? { stage, status: 'failed', detail: broken?.title ?? '' }
      : { stage, status: 'skipped', detail: `not reached: ${broken?.stage} failed` };
  });
}

export const sick = diagnosisOf([finding]);

/** Who waits and who is approved at one moment; the finding goes once nobody waits, what else is found stays. */
export function moment(
  waiting: readonly Pending[],
  approved: readonly Paired[],
  others: readonly Finding[] = [],
): Diagnosis {
  return diagnosisOf([...(waiting.length > 0 ? [finding] : []), ...others], {
    facts: { 'devices.pending': known(waiting, 'x'), 'devices.paired': known(approved, 'x') },
  });
}

/** The gateway is at the other end of a tunnel, by whose ssh it could be looked at. */
export const atTunnel = diagnosisOf([], {
  verdict: 'inconclusive',
  unknown: [
    { fact: 'refusals', reason: 'the gateway is elsewhere: run the doctor there, or name its host with --ssh' },
  ],
  facts: {
    'gateway.kind': known('elsewhere', '127.0.0.1:18789 is the near end of an SSH tunnel'),
    'gateway.ssh': known(['ssh', 'me@claw.lan'], 'the ssh that listens on port 18789'),
    'devices.pending': unknown('the gateway is elsewhere'),
  },
});

export const severalGateways = diagnosisOf([], {
  verdict: 'inconclusive',
  facts: {
    'gateway.kind': unknown('several gateways could be meant: gwa, gwb'),
    containers: known(
      ['gwa', 'gwb'].map((name) => ({
        name,
        engine: 'docker',
        role: 'gateway',
        running: name === 'gwa',
        exitCode: 0,
        image: 'openclaw:2026.9.6',
        published: name === 'gwa' ? ['127.0.0.1:18789->18789'] : [],
        networkMode: 'bridge',
      })),
      'docker inspect',
    ),
  },
});

export function machine(look: Session['look'] = async () => sick, aimAt?: Session['aimAt']): Session {
  return { patient: 'machine', look, ...(aimAt ? { aimAt } : {}) };
}

/** The state after these events; every view is taken as seen to its end. */
export function after(events: readonly Event[], start: State = initialState(machine(), NOW)): State {
  return events.reduce((state, event) => {
    const next = reduce(state, event);
    return { ...next, seen: viewOf(next) };
  }, start);
}

export const looked = (diagnosis: Diagnosis = sick): Event => ({ type: 'looked', diagnosis });
export const enter: Event = { type: 'open' };

/** A finding whose steps are typed into that shell. */
export function typedIn(shell: Shell, finding: Finding): Finding {
  const remedies = finding.remedies.map((remedy) => ({
    ...remedy,
    steps: remedy.steps.map((step) => (step.run ? { ...step, shell } : step)),
  }));
  return { ...finding, remedies };
}

const overSsh: Pick<Step, 'where' | 'route'> = {
  where: 'ssh:me@claw.lan',
  route: { argv: ['ssh', '-p', '2222', 'me@claw.lan'], hands: 'sh' },
};

/** The gateway runs on another host, which the user's own ssh reaches; who waits there is read by nobody but its CLI. */
const toGateway = (client: Hop['state'], gateway: Hop['state']): readonly Hop[] => [
  { place: 'client', name: 'the client', address: null, note: 'dials ws://127.0.0.1:18789', state: client },
  { place: 'gateway', name: 'the gateway', address: null, note: null, state: gateway },
];

const EXPECTED = 'lets it in with the right token; a new device may have to be approved first';

/** Nobody was refused: what is mended is shown so, and the answer is only expected. */
export const downFinding: Finding = {
  ...finding,
  title: 'The gateway does not run',
  way: toGateway('unknown', 'broken'),
  remedies: [
    {
      id: 'start',
      title: 'Start the gateway',
      risk: 'none',
      outcome: EXPECTED,
      way: [...toGateway('ok', 'ok'), { place: 'answer', name: EXPECTED, address: null, note: null, state: 'unknown' }],
      steps: [{ say: 'Start it.', where: 'host', run: ['openclaw', 'gateway', 'start'] }],
    },
  ],
};

export const remoteFinding: Finding = {
  ...finding,
  remedies: [
    {
      id: 'approve',
      title: "Approve the CLI on the gateway's host",
      risk: 'none',
      outcome: 'lets it in as an approved device',
      way: throughDocker('ok', 'an approved device', 'lets it in as an approved device'),
      steps: [
        { say: 'See who waits.', run: ['openclaw', 'devices', 'list'], ...overSsh },
        {
          say: 'Approve the one that is yours.',
          run: ['openclaw', 'devices', 'approve', 'REQUEST_ID'],
          approves: { requestId: null, unseen: true },
          ...overSsh,
        },
      ],
    },
    {
      id: 'origins',
      title: 'Allow that page',
      risk: 'none',
      steps: [
        {
          say: 'Add the page to the list.',
          run: ['openclaw', 'config', 'set', 'gateway.controlUi.allowedOrigins', '["http://claw.lan:18789"]'],
          ...overSsh,
        },
      ],
    },
  ],
};

/** OpenClaw lives in a WSL distribution, and the doctor runs on Windows. */
export const wslFinding: Finding = {
  ...finding,
  remedies: allowing({
    where: 'wsl:Ubuntu',
    run: ['openclaw', 'config', 'set', 'gateway.controlUi.allowedOrigins', '["http://claw.lan:18789"]'],
    route: { argv: ['wsl.exe', '--distribution', 'Ubuntu', '--exec'], hands: 'argv' },
    shell: 'powershell',
  }),
};

/** The gateway's container was found through another context of Docker. */
export const contextFinding: Finding = {
  ...finding,
  remedies: [
    {
      ...restart,
      steps: restart.steps.map((step, index) => ({
        ...step,
        run: ['docker', '--context', 'rootless', ...(step.run ?? []).slice(1)],
        ...(index === 0
          ? {
              inside: {
                container: 'gwa',
                engine: 'Docker Engine',
                context: 'rootless',
                project: 'claw',
                service: 'openclaw-gateway',
              },
            }
          : {}),
      })),
    },
  ],
};
