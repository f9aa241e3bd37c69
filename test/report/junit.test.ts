import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { junitReport } from '../../src/report/junit.ts';
import { finding } from '../ui/fakes.ts';
import { forMachine, hostile, reportOf, warning } from './reports.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const unknown = [{ fact: 'refusals', reason: 'no log <of the gateway> & none to come' }];
const inconclusive = reportOf([], { verdict: 'inconclusive', unknown });

test('a problem: stages that were reached, the findings that count, and those that don’t', () => {
  expect(
    junitReport(reportOf([{ ...finding, evidence: [], remedies: [] }, warning]), forMachine),
  ).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="openclaw-doctor" tests="7" failures="2" errors="0" time="0.0018">
      <testsuite name="openclaw-doctor" tests="7" failures="2" errors="0" skipped="3" time="0.0018">
        <testcase classname="openclaw-doctor.path" name="resolve" time="0.0003"/>
        <testcase classname="openclaw-doctor.path" name="tcp" time="0.0015"/>
        <testcase classname="openclaw-doctor.path" name="tls" time="0.0000">
          <skipped message="unknown: not told"/>
        </testcase>
        <testcase classname="openclaw-doctor.path" name="pairing" time="0.0000">
          <failure message="the CLI from 172.17.0.1 waits | for approval" type="failed stage"/>
        </testcase>
        <testcase classname="openclaw-doctor.path" name="scopes" time="0.0000">
          <skipped message="skipped: not reached: pairing failed"/>
        </testcase>
        <testcase classname="openclaw-doctor.findings" name="pairing-approval/pending-approval-docker" time="0.0000">
          <failure message="The gateway sees the CLI as 172.17.0.1, not as local" type="confirmed error">Diagnosis: confirmed error, pairing-approval/pending-approval-docker
    The gateway runs in the container gwa. What this host sends to it arrives from 172.17.0.1, and a
    gateway approves only clients at 127.0.0.1 on its own.

    The way:
      ✓ the CLI dials ws://127.0.0.1:18789
      ✓ Docker's network (172.17.0.1) hides the client's own address
      ✗ the gateway in gwa sees 172.17.0.1, not as local: a new device
      ✗ says «pairing required»

    Seen:

    Then: Once approved, the client connects at its next try.
    https://docs.openclaw.ai/cli/devices</failure>
        </testcase>
        <testcase classname="openclaw-doctor.findings" name="state-dir/state-not-durable" time="0.0000">
          <skipped message="warning, not counted by --fail-on error: The state is in a volume without a name">Also: likely warning, state-dir/state-not-durable
    It is gone once the container is made anew.

    Seen:

    Then: Once approved, the client connects at its next try.</skipped>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test('an inconclusive run is an error, for a run that couldn’t tell must not be green', () => {
  expect(casesOf(parse(junitReport(inconclusive, forMachine)))).toMatchInlineSnapshot(`
    [
      {
        "of": "openclaw-doctor.path resolve",
      },
      {
        "of": "openclaw-doctor.path tcp",
      },
      {
        "of": "openclaw-doctor.path tls",
        "result": {
          "attributes": {
            "message": "unknown: not told",
          },
          "children": [],
          "name": "skipped",
          "text": "",
        },
      },
      {
        "of": "openclaw-doctor.path pairing",
        "result": {
          "attributes": {
            "message": "the CLI from 172.17.0.1 waits | for approval",
            "type": "failed stage",
          },
          "children": [],
          "name": "error",
          "text": "",
        },
      },
      {
        "of": "openclaw-doctor.path scopes",
        "result": {
          "attributes": {
            "message": "skipped: not reached: pairing failed",
          },
          "children": [],
          "name": "skipped",
          "text": "",
        },
      },
      {
        "of": "openclaw-doctor.verdict conclusive",
        "result": {
          "attributes": {
            "message": "not everything that matters could be learnt",
            "type": "inconclusive",
          },
          "children": [],
          "name": "error",
          "text": "refusals: no log <of the gateway> & none to come",
        },
      },
    ]
  `);
});

describe('what fails is what --fail-on counts', () => {
  test.each([
    ['error', { failures: '2', errors: '0', skipped: '3' }],
    ['warning', { failures: '3', errors: '0', skipped: '2' }],
  ] as const)('%s', (failOn, counts) => {
    const [suite] = parse(junitReport(reportOf([finding, warning]), { ...forMachine, failOn })).children;
    expect(suite?.attributes).toMatchObject({ tests: '7', ...counts });
  });

  test('a healthy run has no failure, whatever else was found', () => {
    const { attributes } = parse(junitReport(reportOf([warning], { verdict: 'healthy' }), forMachine));
    expect(attributes).toEqual({ name: 'openclaw-doctor', tests: '6', failures: '0', errors: '0', time: '0.0018' });
  });
});

test('the totals are those of the cases, and what there is is what readers of JUnit know', () => {
  for (const report of [reportOf([]), reportOf([finding, warning]), inconclusive]) {
    const root = parse(junitReport(report, forMachine));
    const [suite, ...further] = root.children;
    const cases = suite?.children ?? [];
    const with_ = (kind: string) =>
      `${cases.filter(({ children }) => children.some(({ name }) => name === kind)).length}`;
    const totals = {
      name: 'openclaw-doctor',
      tests: `${cases.length}`,
      failures: with_('failure'),
      errors: with_('error'),
    };
    expect([root.name, root.attributes, further]).toEqual(['testsuites', { ...totals, time: '0.0018' }, []]);
    expect([suite?.name, suite?.attributes]).toEqual([
      'testsuite',
      { ...totals, skipped: with_('skipped'), time: '0.0018' },
    ]);
    for (const { name, attributes, children } of cases) {
      expect([name, Object.keys(attributes)]).toEqual(['testcase', ['classname', 'name', 'time']]);
      expect(children.length).toBeLessThanOrEqual(1);
      for (const child of children) {
        expect(['failure', 'error', 'skipped']).toContain(child.name);
        expect(Object.keys(child.attributes)).toEqual(child.name === 'skipped' ? ['message'] : ['message', 'type']);
      }
    }
    const names = cases.map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(names).size).toBe(names.length);
  }
});

test('no text from outside breaks it', () => {
  const text = '<![CDATA[ ]]> & " \' </failure> <!-- \u0000\u0008\u001b[31m\uFFFE\uD800 \u{1F99E}';
  const report = hostile(reportOf([finding, warning], { verdict: 'inconclusive', unknown }), text);
  const failed = casesOf(parse(junitReport(report, forMachine))).filter(({ result }) => result?.name === 'failure');
  const shown = '<![CDATA[ ]]> & " \' </failure> <!-- \uFFFD\uFFFD\uFFFD[31m\uFFFD\uFFFD \u{1F99E}';
  expect(failed[0]?.result).toMatchObject({ attributes: { message: `${finding.title} ${shown}` } });
  expect(failed[0]?.result?.text).toContain(shown);
});

const casesOf = ({ children: [suite] }: Element) =>
  (suite?.children ?? []).map(({ attributes, children: [result] }) => ({
    of: `${attributes.classname} ${attributes.name}`,
    ...(result ? { result } : {}),
  }));

/** Parses as a strict XML parser does: what isn't well-formed throws. */
function parse(xml: string): Element {
  const parser = new SaxesParser();
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element && text.trim() !== '') element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root.children[0] ?? root;
}
