import { readFileSync } from 'node:fs';
import { cliTables } from 'virtual:openclaw-cli';
import { shippedRules } from 'virtual:shipped-rules';
import { describe, expect, test } from 'vitest';
import { codes, reasons } from '../../src/explain/found.ts';
import { heardIn } from '../../src/explain/heard.ts';
import { closeCodes, httpAnswers } from '../../src/explain/numbers.ts';
import { toldIn } from '../../src/explain/saying.ts';
import { sayings } from '../../src/explain/sayings.ts';
import { judgeConnection } from '../../src/gateway/model/judge.ts';
import { releases } from '../../src/gateway/releases.ts';
import { parseRange, parseVersion, type Version } from '../../src/gateway/version.ts';
import { commandsIn, problemOf } from '../../src/rules/openclaw-cli.ts';
import { rowsOf } from '../gateway/model/attempts.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/openclaw/${name}`, import.meta.url), 'utf8');
const words = rowsOf(fixture('WORDS.md')).map(
  ([version = '', name = '', close = '', message = '', code = '', reason = '']) => ({
    version,
    name,
    close: Number(close),
    message,
    code: code === '-' ? null : code,
    reason: reason === '-' ? null : reason,
  }),
);
const facts = fixture('FACTS.md');
const section = (from: string, to: string) => facts.slice(facts.indexOf(from), facts.indexOf(to));
const tree = section('## 1. Decision tree', '### 1b.');
const authReasons = section('### 1b.', '### 1c.');
const versionOf = (text: string) => parseVersion(text) as Version;

test('every details.code that was observed is explained, and every one of the decision tree', () => {
  const observed = words.flatMap(({ code }) => (code === null ? [] : [code]));
  const listed = (tree + authReasons).match(
    /\b(?:AUTH|AUTHENTICATED|PAIRING|PROTOCOL|CLIENT|CONTROL_UI|DEVICE)_[A-Z_]+[A-Z]\b/g,
  );
  // Prefixes that the research writes before a star or a slash.
  const prefixes = ['AUTH_TAILSCALE', 'AUTH_PASSWORD', 'DEVICE_AUTH'];
  const wanted = [...observed, ...(listed ?? [])].filter((code) => !prefixes.includes(code));
  expect([...new Set(wanted)].filter((code) => !codes.includes(code))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(100);
});

test('every reason that was observed is explained, and every authReason of the research', () => {
  const observed = words.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  const listed = authReasons.split('\n').flatMap((row) => row.split('|')[1]?.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []);
  const wanted = [...observed, ...listed].filter(
    (reason) => !reason.includes(' ') && !reason.startsWith('trusted_proxy'),
  );
  expect([...new Set(wanted)].filter((reason) => !reasons.includes(reason))).toEqual([]);
  expect(reasons).toEqual(
    expect.arrayContaining(['trusted_proxy_missing_header_X-Team', 'trusted_proxy_user_missing']),
  );
});

test('every close code and HTTP answer of the research is explained', () => {
  const closes = tree.match(/(?<=\| |closes: |; |\/ )(?:10\d\d|400\d)\b/g) ?? [];
  expect([...new Set([...closes.map(Number), ...words.map(({ close }) => close)])].sort()).toEqual(
    expect.arrayContaining([1000, 1002, 1008, 1009, 1011, 1013]),
  );
  expect([...closes.map(Number), 1006, 1012, 4000, 4001].filter((close) => !(close in closeCodes))).toEqual([]);
  expect([401, 403, 429, 502, 503].filter((status) => !(status in httpAnswers))).toEqual([]);
});

/** What the table has a version say: close code, words without hints, code, reason. */
const saidBy = (version: string) =>
  sayings
    .flatMap((saying) => heardIn(saying, versionOf(version)))
    .map(({ close, words: said, code, reason }) => ({ close, said, code, reason }));

describe.each([...new Set(words.map(({ version }) => version))])('a gateway of %s', (version) => {
  const said = saidBy(version);
  const rows = words.filter((row) => row.version === version);

  test('says nothing in the observations that the table has with another code, reason or close', () => {
    const strange = rows.filter(({ message, close, code, reason }) => {
      const same = said.filter((one) => one.said === message);
      return same.length > 0 && !same.some((one) => one.close === close && one.code === code && one.reason === reason);
    });
    expect(strange).toEqual([]);
  });

  test('has every code that was observed of it', () => {
    const told = new Set(said.map(({ code }) => code));
    expect([...new Set(rows.map(({ code }) => code))].filter((code) => code !== null && !told.has(code))).toEqual([]);
  });

  test('is said to close with each pair of words and close code that was observed', () => {
    const short = (text: string) => text.replace(/ \(.*$/, '').replace(/^(invalid connect params).*/, '$1');
    const table = new Set(said.map(({ close, said: text }) => `${close} ${short(text)}`));
    expect(
      [...new Set(rows.map(({ close, message }) => `${close} ${short(message)}`))].filter((row) => !table.has(row)),
    ).toEqual([]);
  });
});

test('the versions since which something is said are those of the research', () => {
  const since = (id: string) => {
    const saying = sayings.find((one) => one.id === id);
    return saying && releases.find((release) => heardIn(saying, release).length > 0)?.text;
  };
  expect({
    'Control UI build mismatch': since('stale-page'),
    AUTH_VERIFIED_USER_REQUIRED: since('verified-user'),
    'client version mismatch': since('client-version'),
    '1013 gateway starting': since('starting'),
    '4001 gateway auth changed': since('auth-changed'),
    'HTTP 403': since('proxy-attribution'),
    'origin check': since('origin'),
    'setup codes': since('setup-code'),
  }).toEqual({
    'Control UI build mismatch': '2026.7.2-beta.7',
    AUTH_VERIFIED_USER_REQUIRED: '2026.9.1',
    'client version mismatch': '2026.6.1',
    '1013 gateway starting': '2026.5.7',
    '4001 gateway auth changed': '2026.4.5',
    'HTTP 403': '2026.7.2-beta.7',
    'origin check': '2026.2.2',
    'setup codes': '2026.3.13',
  });
});

describe.each(sayings.map((saying) => [saying.id, saying] as const))('%s', (id, saying) => {
  test('is the only one of that name, and some known version says it', () => {
    expect(sayings.filter((one) => one.id === id)).toHaveLength(1);
    expect(releases.some((release) => heardIn(saying, release).length > 0)).toBe(true);
  });

  test('stands at the stage at which the model decides', () => {
    if (!('scenes' in saying)) return;
    const stages = releases
      .filter((release) => heardIn(saying, release).length > 0)
      .flatMap((release) => Object.values(saying.scenes).map((scene) => judgeConnection(scene(release))))
      .flatMap((answer) => (answer.kind !== 'accepted' && answer.decidedBy === saying.is.by ? [answer.stage] : []));
    expect([...new Set(stages)]).toEqual([saying.stage]);
  });

  test('names rules that there are, a range that is one, and a close code that is explained', () => {
    const ids = shippedRules.map((rule) => rule.id);
    expect((saying.rules ?? []).filter((rule) => !ids.includes(rule))).toEqual([]);
    if (saying.openclaw !== undefined) expect(parseRange(saying.openclaw)).toBeDefined();
    const closes = releases.flatMap((release) => heardIn(saying, release).map(({ close }) => close));
    expect(closes.filter((close) => close !== null && !(close in closeCodes))).toEqual([]);
  });

  test('advises only commands that the version has', () => {
    const wrong = cliTables.flatMap((table) => {
      const version = versionOf(table.version);
      if (heardIn(saying, version).length === 0) return [];
      const told = [saying.means, saying.fix, saying.next ?? ''].map((part) => toldIn(part, version)).join(' ');
      return commandsIn(told, [table]).flatMap((argv) => problemOf(argv, table) ?? []);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });
});
