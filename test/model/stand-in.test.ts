import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasStandIn, partsAround, STAND_IN } from '../../src/model/stand-in.ts';
import { root } from '../support/bundle.ts';

it('a stand-in is found, and what stands around it', () => {
  expect([hasStandIn('https://<secret-12>@h'), hasStandIn('<secret->'), hasStandIn('secret-1')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(partsAround('a<secret-1>b<secret-2>')).toEqual(['a', 'b', '']);
  expect('<secret-3>').toMatch(new RegExp(`^${STAND_IN}$`));
});

it('is spelt out in one place, besides where the host makes it', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && readFileSync(join(root, 'src', file), 'utf8').includes('<secret-'))
    .sort();
  expect(files).toEqual(['host/clean.ts', 'model/stand-in.ts']);
});
