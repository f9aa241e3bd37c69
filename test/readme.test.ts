import { readFileSync } from 'node:fs';
import { measures } from 'virtual:measures';
import { shippedRules } from 'virtual:shipped-rules';
import { expect, test } from 'vitest';
import { root } from './support/bundle.ts';

const file = `${root}/README.md`;

test('the README lists every shipped rule and measure, and no other', () => {
  const listed = [...readFileSync(file, 'utf8').matchAll(/^\| `([\w-]+\/[\w.-]+)` \|/gm)].map(([, id]) => id);
  expect(listed.sort()).toEqual([...shippedRules, ...measures].map(({ id }) => id).sort());
});
