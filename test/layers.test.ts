import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './support/bundle.ts';

const src = join(root, 'src');

/** The folders that a folder may import from, besides itself; what isn't listed may import from anywhere. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  model: [],
  host: [],
  gateway: ['signatures'],
  signatures: [],
  questions: ['model'],
  rules: ['model', 'gateway', 'remedy', 'facts'],
  remedy: ['model', 'gateway', 'rules', 'facts', 'host', ''],
  probes: ['model', 'host', 'gateway', 'facts', 'signatures'],
  facts: ['model', 'gateway', 'probes'],
  report: ['model', 'gateway'],
  requests: ['model', 'gateway', 'facts'],
};
/** Files that stand apart from their folder: commands of the rules, which print and read options. */
const APART = ['rules/command.ts', 'rules/select.ts', 'signatures/read.ts', 'questions/read.ts'];

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
);
const importsOf = (file: string) =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(src, join(src, dirname(file), path)),
  );
const folderOf = (file: string) => (file.includes('/') ? (file.split('/')[0] ?? '') : '');

test('the inner layers don’t reach out', () => {
  const wrong = files
    .filter((file) => folderOf(file) in MAY && !APART.includes(file))
    .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
    .filter(
      ({ file, target }) => folderOf(target) !== folderOf(file) && !MAY[folderOf(file)]?.includes(folderOf(target)),
    );
  expect(wrong).toEqual([]);
});

test('React and Ink live under src/ui and nowhere else', () => {
  const wrong = files.filter(
    (file) => !file.startsWith('ui/') && /from '(?:react|ink)/.test(readFileSync(join(src, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test('only the host port has effects: no other layer asks Node for files, processes or sockets', () => {
  const effectful =
    /from 'node:(?:fs|fs\/promises|child_process|net|http|https|dns|tls)'|from 'execa'|from 'systeminformation'/;
  const allowed =
    /^(?:host|build|ui)\/|^(?:cli|record|bin)\.ts$|^from\/read\.ts$|^(?:rules\/(?:(?:measure-)?folder|case-file)|(?:signatures|questions)\/read)\.ts$|^document\/write\.ts$|^gateway\/addresses\.ts$/;
  expect(files.filter((file) => !allowed.test(file) && effectful.test(readFileSync(join(src, file), 'utf8')))).toEqual(
    [],
  );
});

test('what looks has no hand to write with: only remedies and who runs them know the disk', () => {
  const knows = files.filter((file) => importsOf(file).some((target) => /^host\/(?:real-)?disk\.ts$/.test(target)));
  const allowed = /^(?:host|remedy|ui)\/|^hand\.ts$/;
  expect(knows.filter((file) => !allowed.test(file))).toEqual([]);
  expect(knows).toContain('remedy/write.ts');
});
