import { expect, test } from 'vitest';
import { oldBackups } from '../../src/remedy/backups.ts';
import type { Run } from '../../src/remedy/journal.ts';

const run = (...backups: readonly string[]) =>
  ({
    steps: backups.map((backup) => ({
      undo: [
        { kind: 'file', say: '', written: { backup } },
        { kind: 'by-hand', why: '' },
      ],
    })),
  }) as unknown as Run;

const disk = { names: async ({ path }: { path: string }) => (path === '/srv' ? ['a', 'b', 'c'] : []) };

test('copies of fixes before the last one count, as far as they are there', async () => {
  const facts = await oldBackups(
    [run('/srv/a'), run('/srv/b', '/srv/gone'), run('/srv/b', '/other/c'), run('/srv/a')],
    disk,
  );
  expect(facts['backups.old']).toMatchObject({ status: 'known', value: ['/srv/b'] });
});

test('a fix of another gateway makes the last one of this no older', async () => {
  const of = (container: string, made: Run): Run => ({ ...made, aim: { container } });
  const runs = [of('other', run('/srv/c')), of('gwa', run('/srv/a')), of('gwa', run('/srv/b'))];
  expect((await oldBackups(runs, disk))['backups.old']).toMatchObject({ value: ['/srv/b'] });
});

test('after the first fix there is none', async () => {
  expect((await oldBackups([run('/srv/a')], disk))['backups.old']).toMatchObject({ value: [] });
  expect((await oldBackups([], disk))['backups.old']).toMatchObject({ value: [] });
});
