import { readFileSync, statSync } from 'node:fs';
import { shippedRules } from 'virtual:shipped-rules';
import { SaxesParser } from 'saxes';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Diagnosis } from '../../src/doctor.ts';
import { sessionFrom } from '../../src/from/read.ts';
import { Redactor } from '../../src/host/clean.ts';
import { createHost } from '../../src/host/real.ts';
import type { Event } from '../../src/ui/event.ts';
import { hintLines } from '../../src/ui/hints.ts';
import { bindingsOf } from '../../src/ui/keys.ts';
import { viewText } from '../../src/ui/plain/view.tsx';
import { initialState } from '../../src/ui/state.ts';
import { themeOf } from '../../src/ui/theme.ts';
import { root } from '../support/bundle.ts';
import { after, diagnosisOf, enter, hostNetwork, looked, machine, moment, NOW, paired } from '../ui/fakes.ts';
import { type Cast, type CastEvent, castText, readCast } from './asciicast.ts';
import { castFile, svgFile, words } from './files.ts';
import { type Film, filmOf, screenText } from './film.ts';
import { hurried } from './hurry.ts';
import { svgOf } from './svg.ts';

/** What to do where one of these fails: `npm run recording` makes both files anew. */
const text = readFileSync(castFile, 'utf8');
const svg = readFileSync(svgFile, 'utf8');
let cast: Cast;
let film: Film;
beforeAll(async () => {
  cast = readCast(text);
  film = await filmOf(cast);
});

const PARTS = [
  ...['prompt', 'looking', 'diagnosis', 'options', 'step', 'requests', 'request', 'approving', 'waiting', 'connected'],
  'end',
];

/** All screens of a part. */
function screensOf(part: string): readonly string[] {
  return film.frames.filter((frame) => frame.part === part).map(screenText);
}

/** The screen at the end of a part, as a reader of the recording has it at the next key. */
function screenOf(part: string): string {
  return screensOf(part).at(-1) ?? '';
}

describe('the recording of a walkthrough', () => {
  it('leads from the prompt to a client that is connected, and back to the prompt', () => {
    expect([...new Set(film.frames.map(({ part }) => part))]).toEqual(PARTS);
    expect(screenOf('prompt')).toBe('$ npx openclaw-doctor');
    expect(screenOf('connected')).toContain('✓ Connected: the device was approved and has connected since.');
    expect(screenOf('end').split('\n').at(-1)).toBe('$');
  });

  it('approves nothing before the request has been seen whole', () => {
    const [request] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(screenOf('request')) ?? [];
    expect(screenOf('request')).toMatch(/^device {6}[0-9a-f]{64}$/m);
    expect(screenOf('approving')).toContain(`devices approve \\\n  ${request}`);
    const keys = film.frames.flatMap(({ key }, index) => (key && key !== film.frames[index - 1]?.key ? [key] : []));
    expect(keys).toEqual(['enter', 'enter', 'enter', 'enter', 'y', 'q']);
  });

  it('takes no longer than somebody watches', () => {
    expect(film.seconds).toBeLessThan(60);
  });

  it('names no folder, no token and no user of the machine that it was made on', () => {
    expect(text + svg).not.toMatch(/\/(?:tmp|root|work|Users)\/|\/home\/(?!node\/)|e2e-token|doctor-recording/);
  });

  it('is sound: what is no recording is refused, and this one reads as it is written', () => {
    expect(castText(cast)).toBe(text);
    expect(() => readCast('{"version":1}\n')).toThrow('no header');
    expect(() => readCast(`${text}[0,"o","late"]\n`)).toThrow('before the one before it');
    expect(() => readCast(`${text}[9999,"x","?"]\n`)).toThrow('no event');
  });
});

test('what a viewer would only wait for is played faster, the rest as it was', () => {
  const events: CastEvent[] = [
    [0, 'm', 'page'],
    [4, 'o', 'a'],
    [5, 'm', 'wait'],
    [10, 'o', 'b'],
    [25, 'm', 'page'],
    [26, 'o', 'c'],
  ];
  expect(hurried(events, { wait: 4, page: 9 }).map(([at]) => at)).toEqual([0, 4, 5, 6, 9, 10]);
});

describe('the moving picture in the README', () => {
  it('is that recording', () => {
    expect(svg).toBe(svgOf(film, words));
    expect(readFileSync(`${root}/README.md`, 'utf8')).toContain('](docs/walkthrough.svg)');
  });

  it('shows the same screens, in the same order', () => {
    expect(screensIn(svg)).toEqual(film.frames.map(screenText));
  });

  it('loads nothing, runs nothing and is small', () => {
    expect(svg).not.toMatch(/<script|<foreignObject|href="(?!#)|url\(|@import| on\w+=/);
    expect(statSync(svgFile).size).toBeLessThan(300 * 1024);
  });
});

/** The text of each frame, as an XML parser reads it. */
function screensIn(xml: string): readonly string[] {
  const lines = new Map<string, string>();
  const screens: string[][] = [];
  let [line, column, written] = ['', 0, null as string | null];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const attribute = (key: string) => String(attributes[key] ?? '');
    if (name === 'g' && attributes.id) [line, written] = [attribute('id'), ''];
    if (name === 'text') column = Math.round(Number(attribute('x')) / 8.4);
    if (name === 'g' && attribute('transform').startsWith('translate(0,')) screens.push([]);
    if (name === 'use') {
      const screen = screens.at(-1) ?? [];
      const row = Number(attribute('y')) / 18;
      while (screen.length < row) screen.push('');
      screen.push(lines.get(attribute('href').slice(1)) ?? '');
    }
  });
  parser.on('text', (part) => {
    if (written !== null && part.trim() !== '') written = written.padEnd(column) + part;
  });
  parser.on('closetag', ({ name }) => {
    if (name !== 'g' || written === null) return;
    lines.set(line, written);
    written = null;
  });
  parser.write(xml).close();
  return screens.map((screen) => screen.join('\n'));
}

describe('the app of today', () => {
  let sick: Diagnosis;
  beforeAll(async () => {
    const folder = `${root}/fixtures/containers/03-userland-proxy-off`;
    const host = createHost(new Redactor());
    const source = { from: folder, container: undefined, openclaw: undefined, token: undefined, host };
    const session = await sessionFrom({ ...source, clean: (value) => value }, shippedRules, 'error');
    const [finding] = (await session.look()).report.findings;
    expect(finding?.rule).toBe('pairing-approval/pending-approval-docker');
    // Two ways to mend it, as on the machine that was recorded: the gateway there is published to its own host only.
    sick = diagnosisOf(finding ? [{ ...finding, remedies: [...finding.remedies, hostNetwork] }] : []);
  });

  const ran = { type: 'ran', result: { status: 'ok' } } as const;
  const seen = { ...paired, seenAt: NOW + 5000 };
  /** What leads from each part to the next one. */
  const next = (): readonly (readonly [part: string, events: readonly Event[]])[] => [
    ['looking', [looked(sick)]],
    ['diagnosis', [enter]],
    ['options', [enter]],
    ['step', [enter]],
    ['requests', [enter]],
    ['request', [{ type: 'approve' }]],
    ['approving', [ran, looked(moment([], [paired]))]],
    ['waiting', [looked(moment([], [seen]))]],
    ['connected', []],
  ];

  it('still has every screen: their titles, and the keys in their footers', () => {
    let state = initialState(machine(), NOW);
    for (const [part, events] of next()) {
      const lines = viewText(state, themeOf({ LANG: 'C.UTF-8' }, 'linux'), 80).split('\n');
      const title = lines.find((line) => line !== '') ?? '';
      const footer = hintLines(bindingsOf(state), 80).join('\n');
      const recorded = screensOf(part).map(alike);
      const shows = (text: string) => recorded.some((screen) => screen.includes(text));
      expect([part, title, shows(`${alike(title)}\n`)]).toEqual([part, title, true]);
      expect([part, footer, shows(footer)]).toEqual([part, footer, true]);
      state = after(events, state);
    }
  });
});

/** Without what is another one on each machine. */
function alike(text: string): string {
  return text
    .replace(/\bthe CLI\b|\ba client\b/g, 'WHO')
    .replace(/\b(?:gwa|openclaw-gateway)\b/g, 'NAME')
    .replace(/\d+(?:\.\d+){3}/g, 'ADDRESS')
    .replace(/\d+ s$/gm, 'TIME');
}
