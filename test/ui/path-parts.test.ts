import { expect, it } from 'vitest';
import type { PathStage } from '../../src/model/report.ts';
import { type Stage, stages } from '../../src/model/rule.ts';
import { PATH_GAP, type PathPart, pathParts } from '../../src/ui/path-parts.ts';

const MARKS = { ok: '+', failed: 'x', unknown: '?', skipped: '-' } as const;

function path(broken: Stage | null, odd: Partial<Record<Stage, PathStage['status']>> = {}): PathStage[] {
  const at = broken === null ? stages.length : stages.indexOf(broken);
  return stages.map((stage, index) => {
    const status = index === at ? 'failed' : (odd[stage] ?? (index < at ? 'ok' : 'skipped'));
    return { stage, status, detail: '' };
  });
}

const line = (parts: readonly PathPart[]) =>
  parts.map(({ status, words }) => `${MARKS[status]} ${words}`).join(' '.repeat(PATH_GAP));

it.each([
  [100, 'pairing', '+ resolve tcp   ? tls   + http upgrade origin identity auth   x pairing   - scopes'],
  [80, 'pairing', '+ resolve tcp   ? tls   + http … auth   x pairing   - scopes'],
  [58, 'pairing', '+ auth   x pairing   - scopes'],
  [40, 'pairing', '+ auth   x pairing   - scopes'],
  [40, 'tcp', '+ resolve   x tcp   ? tls'],
  [40, 'resolve', 'x resolve   - tcp'],
  [40, null, '+ resolve tcp   ? tls   + http … scopes'],
] as const)('in %i columns the path that breaks at %s', (columns, broken, wanted) => {
  expect(line(pathParts(path(broken, { tls: 'unknown' }), columns))).toBe(wanted);
});

it('fits in 40 columns wherever it breaks', () => {
  for (const broken of stages) {
    for (const odd of [{}, { tls: 'unknown' }, { tls: 'skipped', origin: 'unknown' }] as const) {
      const width = line(pathParts(path(broken, odd), 40)).replaceAll('…', '...').length;
      expect([broken, width <= 40]).toEqual([broken, true]);
    }
  }
});
