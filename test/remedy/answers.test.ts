import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { known } from '../../src/model/fact.ts';
import type { Remedy } from '../../src/model/report.ts';
import { approvalFailureOf } from '../../src/remedy/approval-failure.ts';
import { withoutListing } from '../../src/remedy/listing.ts';
import { rejectionOf } from '../../src/remedy/rejection.ts';
import { type CliTable, problemOf } from '../../src/rules/openclaw-cli.ts';
import { root } from '../support/bundle.ts';
import { approve, REQUEST } from '../ui/fakes.ts';

const folder = join(root, 'fixtures/openclaw-cli');
const tables = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CliTable);

describe('the command that rejects', () => {
  test('is the one that approves, with the other word', () => {
    const [step] = approve.steps;
    expect(step && rejectionOf(step, REQUEST)).toEqual([
      ...['docker', 'exec', 'gwa', 'node', 'openclaw.mjs', 'devices', 'reject', REQUEST],
    ]);
    expect(step && rejectionOf(step, '--help')).toBeUndefined();
  });

  test('follows from every step that approves, and every version has it', () => {
    const steps = shippedRules.flatMap(({ remedies }) => remedies.flatMap(({ steps }) => steps));
    const approving = steps.flatMap(({ say, where, run, approves }) =>
      run && approves
        ? [{ say, where, run: run.map((part) => (/requestId\}$/.test(part) ? 'REQUEST_ID' : part)) }]
        : [],
    );
    expect(approving.length).toBeGreaterThan(10);
    for (const step of approving) {
      const tokenless = step.run.filter((part) => !/\.\.\.|^--|^ws:|TOKEN/.test(part));
      const argv = rejectionOf({ ...step, run: tokenless, approves: { requestId: null } }, REQUEST) ?? [];
      expect(argv.slice(-3)).toEqual(['devices', 'reject', REQUEST]);
      for (const table of tables) expect(problemOf(argv.slice(-3), table)).toBeUndefined();
    }
  });
});

describe('listing who waits', () => {
  const list = { say: 'List who waits.', where: 'host', run: ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'list'] };
  const choose = {
    say: 'Approve the request with the id from the first column.',
    where: 'host',
    run: ['docker', 'exec', 'gwa', 'openclaw', 'devices', 'approve', 'REQUEST_ID'],
    approves: { requestId: null },
  };
  const remedy: Remedy = { id: 'x', title: 'X', risk: 'none', steps: [list, choose] };
  const read = { 'devices.pending': known([], 'x') };

  test('is no step where the doctor has read that itself', () => {
    expect(withoutListing(remedy, read).steps).toEqual([
      { ...choose, say: expect.stringContaining('read from the gateway') },
    ]);
  });

  test('stays one where it could not, where nothing is approved from here, and where it is all there is to do', () => {
    expect(withoutListing(remedy, {})).toBe(remedy);
    const elsewhere = { ...remedy, steps: [list, { ...choose, where: 'gateway-host' }] };
    expect(withoutListing(elsewhere, read)).toBe(elsewhere);
    const only = { ...remedy, steps: [list] };
    expect(withoutListing(only, read)).toBe(only);
  });
});

test.each([
  ['unknown requestId', 'gone'],
  ['No pending device request matches 0747dd07-9828-4a00-938a-5febf02ba1f0.', 'gone'],
  ['gateway connect failed: GatewayClientRequestError: pairing required: device is not approved yet', 'refused'],
  ['GatewayClientRequestError: missing scope: operator.pairing', 'lacks-scope'],
  ['unauthorized: gateway token missing (provide gateway auth token)', 'wants-secret'],
  ['connect ECONNREFUSED 127.0.0.1:18789', 'not-reached'],
  ['gateway closed (1006 abnormal closure (no close frame))', 'not-reached'],
  ['Segmentation fault', 'other'],
])('an approval that says «%s» failed as %s', (line, failure) => {
  expect(approvalFailureOf(['Config: /home/node/.openclaw/openclaw.json', line])).toBe(failure);
});
