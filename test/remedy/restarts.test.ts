import { expect, test } from 'vitest';
import { releasesOf } from '../../src/gateway/releases.ts';
import { restarting } from '../../src/remedy/restarts.ts';
import { riskMark, riskWords } from '../../src/report/words.ts';

const plan = { restarts: '<2026.8.1', tradeOff: 'Add only your own.' };
const of = (...versions: string[]) =>
  restarting(
    plan,
    versions.flatMap((version) => releasesOf(version) ?? []),
  );

test('a setting that some versions take over as they run restarts the others, and nobody reads of versions that are not his', () => {
  expect(of('2026.9.6')).toEqual({ tradeOff: 'Add only your own.', restarts: false });
  expect(of('2026.5.7')).toEqual({ tradeOff: 'The gateway restarts itself to take it over. Add only your own.' });
  expect(of('2026.5.7', '2026.9.6').tradeOff).toBe(
    'Before 2026.8.1 the gateway restarts itself to take it over. Add only your own.',
  );
  expect(restarting({ tradeOff: 'It restarts.' }, [])).toEqual({ tradeOff: 'It restarts.' });
});

test('the risk stays one that needs a word', () => {
  expect(riskWords({ risk: 'restart', restarts: false })).toBe('risk: trusts one address more');
  expect(riskMark({ risk: 'restart', restarts: false })).toContain('--allow restart');
  expect(riskMark({ risk: 'restart' })).toBe('[risk: restart]');
});
