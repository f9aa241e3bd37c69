import { Lexer, type Token } from 'marked';
import { describe, expect, test } from 'vitest';
import { markdownReport } from '../../src/report/markdown.ts';
import { bindFinding, finding, mountFinding, proxyFinding } from '../ui/fakes.ts';
import { forMachine, forReporter, hostile, question, reportOf, warning } from './reports.ts';

describe('this machine’s own report', () => {
  test('is complete, what isn’t the diagnosis folded', () => {
    const waiting = [1, 2].map((at) => ({
      requestId: `request-${at}`,
      who: 'the CLI',
      remoteIp: '172.17.0.1',
      roles: ['operator'],
      scopes: [],
    }));
    const report = reportOf([finding, warning], { question, waiting });
    expect(markdownReport(report, forMachine)).toMatchInlineSnapshot(`
      "### ✗ A problem was found, OpenClaw \`2026.9.6\`

      | stage | | |
      | --- | --- | --- |
      | resolve | ✓ ok | got past this |
      | tcp | ✓ ok | got past this |
      | tls | ? unknown | not told |
      | pairing | ✗ failed | the CLI from \`172.17.0.1\` waits ¦ for approval |

      #### The gateway sees the CLI as \`172.17.0.1\`, not as local

      confirmed error, \`pairing-approval/pending-approval-docker\`

      The gateway runs in the container gwa. What this host sends to it arrives from \`172.17.0.1\`, and a gateway approves only clients at \`127.0.0.1\` on its own.

      Seen:

      - \`gateway.name\` = \`gwa\` (docker inspect gwa)
      - \`refusal.remote\` = \`172.17.0.1\` (\`devices-list.json\`)
      - \`refusal.requestId\` = \`af964ec2-97e0-4757-83de-47a050036ff7\` (\`devices-list.json\`)
      - \`refusal.deviceId\` = \`c22d9be97c88f4e1020a18b9d91c8109167e4e2335b4f4d962971bd9db4aada6\` (\`devices-list.json\`)
      - \`refusal.client\` = \`cli\` (\`devices-list.json\`)

      **Option 1:** Approve this device from inside the container

      1. Approve the CLI at \`172.17.0.1\`. The command runs in the container gwa, where it counts as local.
         \`\`\`sh
         docker exec gwa node openclaw.mjs devices approve af964ec2-97e0-4757-83de-47a050036ff7
         \`\`\`
      2. Connect again with the client that was refused.

      The gateway then: lets it in as an approved device.

      **Option 2:** Let the gateway use the host's network (risk: weakens security)

      > Every program and user of this host counts as local and is approved without asking.

      1. Give the gateway the network mode «host», then create the container anew.

      What follows: Whoever dials the gateway from this host is let in; its list of devices shows who was.

      Then: Once approved, the client connects at its next try.

      More: <https://docs.openclaw.ai/cli/devices>

      #### What to ask

      Does the gateway run in a container?

      docker ps lists it.

      - yes: The gateway sees the CLI as \`172.17.0.1\`, not as local (\`pairing-approval/pending-approval-docker\`)
      - no: \`pairing-approval/pending-approval-new-device\`

      <details>
      <summary>What else was found: 1</summary>

      #### The state is in a volume without a name

      likely warning, \`state-dir/state-not-durable\`

      It is gone once the container is made anew.

      Then: Once approved, the client connects at its next try.

      </details>

      <details>
      <summary>2 devices wait for approval: approve only your own</summary>

      - \`request-1\` the CLI at \`172.17.0.1\`, as operator: no scopes
      - \`request-2\` the CLI at \`172.17.0.1\`, as operator: no scopes

      </details>

      <sub>openclaw-doctor \`0.1.0\`</sub>
      "
    `);
  });

  test('shows changes of files and lines for them whole', () => {
    const [change, snippet] = [mountFinding, proxyFinding].map((one) =>
      markdownReport(reportOf([{ ...one, evidence: [], docs: [] }], { path: [] }), forMachine),
    );
    expect(change).toMatchInlineSnapshot(`
      "### ✗ A problem was found, OpenClaw \`2026.9.6\`

      Nothing of the way to the gateway is known.

      #### The gateway's state is in a volume without a name

      likely warning, \`state-dir/state-not-durable\`

      The state is mounted from a volume that the engine named: with the next container it is another one, and every device must be approved anew.

      **Fix:** Give the state a volume with a name (risk: restarts the gateway)

      > The container is made anew.

      1. Let the volume openclaw-state be mounted at \`/home/node/.openclaw\`.
         \`\`\`diff
         --- /srv/claw/docker-compose.yml
         +++ /srv/claw/docker-compose.yml
         @@ -4,4 +4,6 @@
              environment:
                - OPENCLAW_GATEWAY_TOKEN=<secret-1>
              volumes:
         -      - /home/node/.openclaw
         +      - openclaw-state:/home/node/.openclaw
         +volumes:
         +  openclaw-state: {}
         \`\`\`
      2. Make the container anew.
         \`\`\`sh
         docker compose up --detach openclaw-gateway
         \`\`\`

      Then: Once approved, the client connects at its next try.

      <sub>openclaw-doctor \`0.1.0\`</sub>
      "
    `);
    expect(snippet).toContain(
      [
        '1. Let Caddy pass the page on.',
        '   `/etc/caddy/Caddyfile`:',
        '   ```',
        '   claw.example.com {',
        '       reverse_proxy 127.0.0.1:18789',
        '   }',
        '   ```',
      ].join('\n'),
    );
  });

  test('says what could not be learnt and where it looked where that is all', () => {
    const unknown = ['a', 'b'].map((fact) => ({ fact, reason: 'no log was handed in' }));
    expect(
      markdownReport(reportOf([], { verdict: 'inconclusive', unknown, path: [] }), forMachine),
    ).toMatchInlineSnapshot(`
      "### ? Inconclusive, OpenClaw \`2026.9.6\`: not everything could be seen

      Nothing of the way to the gateway is known.

      <details>
      <summary>Could not be learnt: 2</summary>

      - no log was handed in: \`a\`, \`b\`

      </details>

      <details>
      <summary>Looked at</summary>

      - \`gateway.log\`

      </details>

      <sub>openclaw-doctor \`0.1.0\`</sub>
      "
    `);
  });

  test('of a healthy machine is short', () => {
    expect(markdownReport(reportOf([], { path: [], looked: [] }), forMachine)).toMatchInlineSnapshot(`
      "### ✓ Healthy, OpenClaw \`2026.9.6\`

      Nothing of the way to the gateway is known.

      <details>
      <summary>Looked at</summary>

      </details>

      <sub>openclaw-doctor \`0.1.0\`</sub>
      "
    `);
  });
});

describe('the reply to whoever reported it', () => {
  test('names the cause, the steps, and what else was found', () => {
    expect(markdownReport(reportOf([finding, warning]), forReporter)).toMatchInlineSnapshot(`
      "Thanks for the report. What you sent shows the cause:

      **The gateway sees the CLI as \`172.17.0.1\`, not as local**

      The gateway runs in the container gwa. What this host sends to it arrives from \`172.17.0.1\`, and a gateway approves only clients at \`127.0.0.1\` on its own.

      **What to do:** Approve this device from inside the container

      1. Approve the CLI at \`172.17.0.1\`. The command runs in the container gwa, where it counts as local.
         \`\`\`sh
         docker exec gwa node openclaw.mjs devices approve af964ec2-97e0-4757-83de-47a050036ff7
         \`\`\`
      2. Connect again with the client that was refused.

      The gateway then: lets it in as an approved device.

      Afterwards: Once approved, the client connects at its next try.

      <details>
      <summary>Another way</summary>

      **Option 2:** Let the gateway use the host's network (risk: weakens security)

      > Every program and user of this host counts as local and is approved without asking.

      1. Give the gateway the network mode «host», then create the container anew.

      What follows: Whoever dials the gateway from this host is let in; its list of devices shows who was.

      </details>

      What else was found:

      - likely: The state is in a volume without a name

      <details>
      <summary>What this rests on</summary>

      - \`gateway.name\` = \`gwa\` (docker inspect gwa)
      - \`refusal.remote\` = \`172.17.0.1\` (\`devices-list.json\`)
      - \`refusal.requestId\` = \`af964ec2-97e0-4757-83de-47a050036ff7\` (\`devices-list.json\`)
      - \`refusal.deviceId\` = \`c22d9be97c88f4e1020a18b9d91c8109167e4e2335b4f4d962971bd9db4aada6\` (\`devices-list.json\`)
      - \`refusal.client\` = \`cli\` (\`devices-list.json\`)

      </details>

      More: <https://docs.openclaw.ai/cli/devices>

      <sub>Diagnosed by openclaw-doctor \`0.1.0\` from what was sent, for OpenClaw \`2026.9.6\`; nobody has looked at the machine itself.</sub>
      "
    `);
  });

  test('that isn’t certain names what else it may be, and asks', () => {
    const likely = { ...finding, certainty: 'likely', evidence: [], remedies: [] } as const;
    const report = reportOf([likely, bindFinding], { question });
    expect(markdownReport(report, forReporter)).toMatchInlineSnapshot(`
      "Thanks for the report. This is likely the cause, though what you sent does not prove it:

      **The gateway sees the CLI as \`172.17.0.1\`, not as local**

      The gateway runs in the container gwa. What this host sends to it arrives from \`172.17.0.1\`, and a gateway approves only clients at \`127.0.0.1\` on its own.

      Afterwards: Once approved, the client connects at its next try.

      If it is not that, it may be:

      - confirmed: The gateway listens on \`127.0.0.1\` inside its container only. For that: Set \`gateway.bind\` to lan

      **To be sure, one question:**

      Does the gateway run in a container?

      docker ps lists it.

      - yes: The gateway sees the CLI as \`172.17.0.1\`, not as local (\`pairing-approval/pending-approval-docker\`)
      - no: \`pairing-approval/pending-approval-new-device\`

      More: <https://docs.openclaw.ai/cli/devices>

      <sub>Diagnosed by openclaw-doctor \`0.1.0\` from what was sent, for OpenClaw \`2026.9.6\`; nobody has looked at the machine itself.</sub>
      "
    `);
  });

  test.each([
    ['confirmed', 'error', 'What you sent shows the cause:'],
    ['likely', 'error', 'This is likely the cause, though what you sent does not prove it:'],
    ['possible', 'error', 'What you sent does not prove a cause. It is possible that it is this one:'],
    ['confirmed', 'warning', 'What you sent shows something to look at, though not why a client would be refused:'],
    ['likely', 'info', 'What you sent likely shows something to look at, though not why a client would be refused:'],
    ['possible', 'warning', 'What you sent shows no refusal. What may be worth a look:'],
  ] as const)('%s %s', (certainty, severity, words) => {
    const text = markdownReport(reportOf([{ ...finding, certainty, severity }]), forReporter);
    expect(text.split('\n')[0]).toBe(`Thanks for the report. ${words}`);
    expect(text.includes('check --format markdown')).toBe(certainty === 'possible');
  });

  test('without a cause asks for what would help', () => {
    const unknown = [{ fact: 'refusals', reason: 'no log was handed in' }];
    expect(
      markdownReport(reportOf([], { verdict: 'inconclusive', unknown, question }), forReporter),
    ).toMatchInlineSnapshot(`
      "Thanks for the report. What you sent does not show the cause yet.

      One question would help most:

      Does the gateway run in a container?

      docker ps lists it.

      - yes: \`pairing-approval/pending-approval-docker\`
      - no: \`pairing-approval/pending-approval-new-device\`

      It would help to see what \`npx openclaw-doctor check --format markdown\` prints on the machine of the gateway. It changes nothing there and leaves out tokens and passwords; names and addresses stay, so look through it before you post it.

      <details>
      <summary>What could not be learnt</summary>

      - no log was handed in: \`refusals\`

      </details>

      <sub>Diagnosed by openclaw-doctor \`0.1.0\` from what was sent, for OpenClaw \`2026.9.6\`; nobody has looked at the machine itself.</sub>
      "
    `);
  });

  test('to a report in which all is well', () => {
    expect(markdownReport(reportOf([]), forReporter).split('\n')[0]).toBe(
      'Thanks for the report. Nothing of what you sent is wrong, as far as can be told from it.',
    );
  });
});

test.each([
  '</details><script>alert(1)</script><img src=x onerror=alert(1)>',
  '@octocat @org/team #1 org/repo#2 GH-3 deadbeef01 https://github.com/o/r/issues/4 www.evil.example',
  '\n\n# heading\n\n- item\n\n```\n~~~\n| a |\n| - |\n---\n> quote\n    code',
  '``` ` `` ```` ![x](https://evil.example/x.png) [y](javascript:z) <!-- &lt; :tada: $x$ **b** ~~s~~',
])('%j is shown and does nothing, wherever it stands', (text) => {
  const safe = reportOf([finding, warning, mountFinding, proxyFinding], {
    question,
    unknown: [{ fact: 'a', reason: 'no log' }],
    waiting: [1, 2].map(() => ({ requestId: 'r', who: 'w', remoteIp: 'i', roles: ['o'], scopes: ['s'] })),
  });
  for (const options of [{ ...forMachine, verbose: true }, forReporter]) {
    const leaves = (report: typeof safe) => leavesOf(new Lexer({ gfm: true }).lex(markdownReport(report, options)));
    const [before, after] = [leaves(safe), leaves(hostile(safe, text))];
    const of = (type: string, list: readonly Token[]) =>
      list.filter((token) => token.type === type).map(({ raw }) => raw);
    expect(of('html', after)).toEqual(of('html', before));
    expect(of('link', after)).toEqual(of('link', before));
    expect(of('code', after)).toHaveLength(of('code', before).length);
    const kinds = (list: readonly Token[]) => [...new Set(list.map(({ type }) => type))].sort();
    expect(kinds(after).filter((kind) => !['escape', ...kinds(before)].includes(kind))).toEqual([]);
    expect(of('text', after).filter((raw) => /@|#\d|GH-\d|:\/\/|www\.|:tada:|deadbeef/.test(raw))).toEqual([]);
  }
});

/** Tokens without any below them; links and HTML as a whole. */
function leavesOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token): readonly Token[] => {
    if (token.type === 'link') return [token];
    if (token.type === 'table') return leavesOf([...token.header, ...token.rows.flat()].flatMap((one) => one.tokens));
    const below = 'items' in token ? token.items : 'tokens' in token ? token.tokens : undefined;
    return below === undefined || below.length === 0 ? [token] : leavesOf(below);
  });
}
