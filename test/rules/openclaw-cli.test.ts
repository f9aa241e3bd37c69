import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareVersions, parseVersion } from '../../src/gateway/version.ts';
import { type CliTable, commandsIn, problemOf, problemsOf } from '../../src/rules/openclaw-cli.ts';
import { root } from '../support/bundle.ts';

const folder = join(root, 'fixtures', 'openclaw-cli');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const tables = files
  .map((file) => JSON.parse(textOf(file)) as CliTable)
  .sort((a, b) => compareVersions(parse(a.version), parse(b.version)));

function parse(text: string) {
  const version = parseVersion(text);
  if (!version) throw new Error(`${text} is no version`);
  return version;
}

function check(version: string, command: string) {
  const table = tables.find((table) => table.version === version);
  if (!table) throw new Error(`${version} isn't captured`);
  return problemOf(command.split(' '), table);
}

describe('what was captured', () => {
  test.each(files)('%s is of the version that it is named after, and of no machine', (file) => {
    const text = textOf(file);
    const { version, pages } = JSON.parse(text) as CliTable;
    expect(file).toBe(`${version}.json`);
    expect(text).not.toMatch(/\/root|\/home|\/tmp|localhost|\\u001b/);
    expect(Object.keys(pages)).toEqual([...Object.keys(pages)].sort());
  });

  test.each(files)('%s has a page for every command below those that matter', (file) => {
    const { pages } = JSON.parse(textOf(file)) as CliTable;
    const trees = ['config', 'dashboard', 'devices', 'doctor', 'gateway', 'node', 'nodes', 'pairing'];
    expect(trees.filter((name) => !pages[name])).toEqual([]);
    const missing = Object.keys(pages)
      .filter((path) => trees.includes(path.split(' ')[0] ?? ''))
      .flatMap((path) => (pages[path]?.commands ?? []).map((name) => `${path} ${name}`))
      .filter((path) => !path.endsWith(' help') && !pages[path]);
    expect(missing).toEqual([]);
  });

  test('a page keeps its terms', () => {
    expect(tables[0]?.pages['devices approve']).toEqual({
      usage: 'openclaw devices approve [options] <requestId>',
      arguments: ['<requestId>'],
      options: ['-h, --help', '--json', '--password <password>', '--timeout <ms>', '--token <token>', '--url <url>'],
    });
  });
});

describe('problemOf', () => {
  test.each([
    ['2026.1.29', 'devices approve REQUEST_ID'],
    ['2026.9.6', 'devices approve'],
    ['2026.2.19', 'devices approve --latest'],
    ['2026.9.6', 'devices approve --latest --json'],
    ['2026.1.29', 'devices list --url ws://127.0.0.1:18789 --token=TOKEN'],
    ['2026.1.29', '--profile work devices list'],
    ['2026.9.6', 'devices list --profile=work --json'],
    ['2026.9.6', '--dev gateway --port 19001'],
    ['2026.9.6', 'gateway --port 18789 status --deep'],
    ['2026.1.29', 'config set gateway.bind lan'],
    ['2026.9.6', 'config set gateway.port 19001 --strict-json'],
    ['2026.9.6', 'config get -- gateway.bind'],
    ['2026.9.6', '-- config get gateway.bind'],
    ['2026.1.29', 'pairing approve whatsapp CODE'],
    ['2026.9.6', 'pairing approve --channel telegram CODE'],
    ['2026.9.6', 'devices rotate --device ID --role operator --scope operator.read operator.write --json'],
    ['2026.9.6', 'gateway stability --bundle latest --json'],
    ['2026.9.6', 'gateway stability --bundle --json'],
    ['2026.9.6', 'qr -h'],
    ['2026.1.29', 'devices approve --help'],
    ['2026.9.6', 'tui --help'],
    ['2026.9.6', 'terminal'],
    ['2026.9.6', 'gateway'],
    ['2026.9.6', '--version'],
    ['2026.9.6', 'channels status --anything of a command whose page was not captured'],
  ])('%s has "%s"', (version, command) => {
    expect(check(version, command)).toBeUndefined();
  });

  test.each([
    ['2026.1.29', 'devices approve', '2026.1.29 "devices approve" needs <requestId>'],
    ['2026.1.29', 'devices approve --latest', '2026.1.29 "devices approve" has no option "--latest"'],
    ['2026.1.29', 'devices remove ID', '2026.1.29 has no command "devices remove"'],
    ['2026.7.1', 'devices rename --device ID --name NAME', '2026.7.1 has no command "devices rename"'],
    ['2026.1.29', '--log-level debug status', '2026.1.29 has no option "--log-level"'],
    ['2026.9.6', 'devices approve ONE TWO', '2026.9.6 "devices approve" takes 1 argument, not 2'],
    ['2026.9.6', 'devices list REQUEST_ID', '2026.9.6 "devices list" takes no arguments'],
    ['2026.9.6', 'devices list --url', '2026.9.6 "devices list" needs a value for "--url"'],
    ['2026.9.6', 'devices list --json=yes', '2026.9.6 "devices list" takes no value for "--json"'],
    ['2026.9.6', 'devices --json list', '2026.9.6 "devices" has no option "--json"'],
    ['2026.9.6', 'gateway status --bind lan', '2026.9.6 "gateway status" has no option "--bind"'],
    ['2026.3.13', 'config set gateway.bind', '2026.3.13 "config set" needs <value>'],
    ['2026.9.6', 'config nope', '2026.9.6 has no command "config nope"'],
    ['2026.9.6', 'pair approve', '2026.9.6 has no command "pair"'],
    ['2026.9.6', 'status --version', '2026.9.6 "status" has no option "--version"'],
  ])('%s has no "%s"', (version, command, problem) => {
    expect(check(version, command)).toBe(problem);
  });

  test('a command that is only named may lack arguments, and has none too many', () => {
    const named = (command: string) => problemsOf(command.split(' '), tables, { named: true });
    expect(named('pairing approve')).toEqual([]);
    expect(named('devices list ONE')).toHaveLength(tables.length);
  });
});

describe('commandsIn', () => {
  const found = (text: string) => commandsIn(text, tables).map((argv) => argv.join(' '));

  test.each([
    ['Run `openclaw devices approve REQUEST_ID`, then look again.', 'devices approve REQUEST_ID'],
    ['Run openclaw devices approve REQUEST_ID, then look again.', 'devices approve REQUEST_ID'],
    ['Approve it with openclaw devices approve {refusal.requestId}.', 'devices approve {refusal.requestId}'],
    ['Then «openclaw devices approve <requestId> --json» on the host', 'devices approve <requestId> --json'],
    ['(openclaw devices list)', 'devices list'],
    ['In the container: docker exec -it gw openclaw devices list --json prints it', 'devices list --json'],
    ['`docker compose run --rm openclaw-cli devices list`', 'devices list'],
    ['`docker exec openclaw openclaw gateway restart`', 'gateway restart'],
    ['Set it: openclaw config set gateway.bind lan and restart', 'config set gateway.bind lan'],
    ['openclaw config set gateway.port 18789 works', 'config set gateway.port 18789'],
    ['openclaw config get gateway.auth.mode prints it', 'config get gateway.auth.mode'],
    [
      '`openclaw config set gateway.controlUi.allowedOrigins \'["https://a.example"]\'`',
      'config set gateway.controlUi.allowedOrigins ["https://a.example"]',
    ],
    ['openclaw pairing approve telegram CODE is for senders', 'pairing approve telegram CODE'],
    ['openclaw devices list shows them', 'devices list'],
    ['openclaw devices list --url ws://10.0.0.2:18789 from there', 'devices list --url ws://10.0.0.2:18789'],
    ['openclaw --profile work gateway status says so', '--profile work gateway status'],
    ['openclaw gateway answers with HTTP 403 here', 'gateway'],
    ['openclaw gateway 1008', 'gateway'],
    ['openclaw gateway install writes NODE_EXTRA_CA_CERTS into it', 'gateway install'],
    ['`openclaw logs --follow | grep 1008`', 'logs --follow'],
    ['`openclaw devices approve [requestId] [--latest]`', 'devices approve requestId --latest'],
  ])('%s', (text, command) => {
    expect(found(text)).toEqual([command]);
  });

  test('every command of a text', () => {
    expect(found('openclaw devices list, then `openclaw gateway stop|start`.\nAt last “openclaw health”.')).toEqual([
      'devices list',
      'gateway stop',
      'gateway start',
      'health',
    ]);
  });

  test('a command that no version has', () => {
    const text = 'Run openclaw pair to begin, `openclaw devices allow REQUEST_ID`, or openclaw nodes forget NODE_ID.';
    const argvs = commandsIn(text, tables);
    expect(argvs.map((argv) => argv.join(' '))).toEqual(['pair', 'devices allow REQUEST_ID', 'nodes forget']);
    expect(argvs.map((argv) => problemsOf(argv, tables).length)).toEqual([tables.length, tables.length, tables.length]);
  });

  test.each([
    'the openclaw command. It connects as 127.0.0.1, which the gateway takes as local.',
    'npm install -g openclaw --ignore-scripts',
    'docker logs openclaw --tail 50',
    'State lies in ~/.openclaw or where openclaw is told to keep it.',
    'openclaw-doctor finds out',
    'sh: 1: openclaw: not found',
    '«openclaw is not recognized as a command»',
    'The openclaw container runs without it',
  ])('none in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the first captured version that has a command; all later ones have it', () => {
  test.each([
    ['devices approve REQUEST_ID', '2026.1.29'],
    ['devices approve', '2026.2.17'],
    ['devices approve --latest', '2026.2.17'],
    ['devices remove DEVICE_ID', '2026.2.19'],
    ['devices clear --yes', '2026.2.19'],
    ['pairing approve telegram CODE', '2026.1.29'],
    ['pairing approve --channel telegram CODE', '2026.1.29'],
    ['nodes approve REQUEST_ID', '2026.1.29'],
    ['nodes remove --node ID', '2026.4.26'],
    ['qr', '2026.2.17'],
    ['config set gateway.bind lan', '2026.1.29'],
    ['config file', '2026.3.1'],
    ['doctor --fix', '2026.1.29'],
    ['doctor --lint', '2026.5.18'],
    ['dashboard --no-open', '2026.1.29'],
    ['dashboard --yes', '2026.5.18'],
  ])('%s: %s', (command, since) => {
    const without = problemsOf(command.split(' '), tables).map(({ version }) => version);
    const versions = tables.map(({ version }) => version);
    expect(versions.filter((version) => !without.includes(version))).toEqual(versions.slice(versions.indexOf(since)));
  });
});
