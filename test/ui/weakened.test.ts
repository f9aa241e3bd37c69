import { describe, expect, it } from 'vitest';
import { known } from '../../src/model/fact.ts';
import type { Remedy } from '../../src/model/report.ts';
import type { Event } from '../../src/ui/event.ts';
import { weakenings, weakeningWords } from '../../src/ui/weakened.ts';
import { after, bindFinding, diagnosisOf, enter, finding, hostNetwork, looked, mountFinding } from './fakes.ts';

const changes = { fact: 'gateway.hostNetwork', op: 'equals', operand: true } as const;
const steps = mountFinding.remedies[0]?.steps ?? [];
const sick = (remedy: Remedy) => looked(diagnosisOf([{ ...finding, remedies: [remedy] }]));
const begun = (remedy: Remedy) => [sick(remedy), enter, enter, { type: 'type', text: 'insecure' }, enter] as const;
const saw = (hostNetwork: boolean) =>
  looked(diagnosisOf([], { facts: { 'gateway.hostNetwork': known(hostNetwork, 'x') } }));
const written = { status: 'ok', path: '/srv/c.yml', backup: '/srv/c.yml.b', written: 'a', kept: 'b' } as const;
const ok: Event = { type: 'ran', result: { status: 'ok' } };
const claim: Event = { type: 'claim' };

describe('what weakens security and was done by the doctor', () => {
  const here: Remedy = { ...hostNetwork, changes, steps };
  const wrote = after([...begun(here), enter, { type: 'wrote', result: written }, sick(here)]);
  const done = after([enter, ok, saw(true)], wrote);

  it('is reminded of with the key that takes it back', () => {
    expect(done.screen.kind).toBe('done');
    expect(weakenings(done)).toMatchObject([{ remedy: { id: 'host-network' }, by: 'key', isKnown: true }]);
    expect(weakenings(done).map(weakeningWords)[0]).toMatch(/It stays so until you take it back\. u takes it back\.$/);
  });

  it('is reminded of from when the file was written, whether it shows or not', () => {
    expect(weakenings(wrote)).toHaveLength(1);
    expect(weakenings(after([enter, ok, saw(false)], wrote))).toHaveLength(1);
  });

  it('is reminded of with the command once another fix was begun', () => {
    const again = [{ type: 'look' }, looked(diagnosisOf([bindFinding])), enter, enter, enter] as const;
    expect(weakenings(after(again, done))).toMatchObject([{ by: 'command' }]);
  });

  it('is reminded of no more once it was taken back', () => {
    const back = after([{ type: 'undo' }, enter, { type: 'undone', result: { status: 'ok' } }], done);
    expect(back.run?.status).toBe('taken-back');
    expect(weakenings(back)).toEqual([]);
  });

  it('and failed, so that nothing was changed, is reminded of not at all', () => {
    const failed = { status: 'failed', reason: 'it is another file' } as const;
    expect(weakenings(after([...begun(here), enter, { type: 'wrote', result: failed }]))).toEqual([]);
  });
});

describe('what weakens security and is said to be done elsewhere', () => {
  const elsewhere: Remedy = { ...hostNetwork, changes };
  const claimed = (seen: Event, remedy = elsewhere) => weakenings(after([...begun(remedy), claim, seen]));

  it('is reminded of with the way back in words where a look shows it', () => {
    expect(claimed(saw(true))).toMatchObject([{ by: null, isKnown: true }]);
    expect(claimed(saw(true)).map(weakeningWords)[0]).toContain(hostNetwork.takeBack);
  });

  it('is not reminded of where nothing was changed', () => {
    expect(claimed(saw(false))).toEqual([]);
  });

  it('is reminded of as what may be where nothing tells', () => {
    const [one] = claimed(saw(false), hostNetwork);
    expect(one).toMatchObject({ by: null, isKnown: false });
    expect(one && weakeningWords(one)).toContain('If you did it, it stays so until you take it back.');
  });
});
