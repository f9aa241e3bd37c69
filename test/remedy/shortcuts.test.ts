import { describe, expect, test } from 'vitest';
import { type Facts, known } from '../../src/model/fact.ts';
import type { Remedy } from '../../src/model/report.ts';
import { withoutShortcuts } from '../../src/remedy/shortcuts.ts';
import { withheldWords } from '../../src/report/words.ts';
import { approve, finding, hostNetwork, restart } from '../ui/fakes.ts';

const alone: Facts = {
  'gateway.kind': known('process', 't'),
  'gateway.bind': known('loopback', 't'),
  'gateway.config.tailscaleMode': known('off', 't'),
  'gateway.config.trustedProxies': known([], 't'),
  'gateway.config.allowedOrigins': known([], 't'),
  'gateway.releases': known(['2026.5.7'], 't'),
  'proxy.warned': known(false, 't'),
  refusals: known([], 't'),
};
const ids = (remedies: readonly Remedy[], facts: Facts = alone) =>
  withoutShortcuts(remedies, facts).remedies.map(({ id }) => id);
const waiving = (setting: string, run: readonly string[] | undefined = undefined): Remedy => ({
  id: 'waive',
  title: 'Waive it',
  risk: 'none',
  steps: [{ say: run ? 'Set it.' : `Set ${setting}=1.`, where: 'host', ...(run ? { run } : {}) }],
});
const disable = waiving('', ['openclaw', 'config', 'set', 'gateway.controlUi.dangerouslyDisableDeviceAuth', 'true']);

describe('a remedy that weakens security', () => {
  test('stands behind all others, and one that loses data before it', () => {
    const lossy: Remedy = { ...restart, id: 'lossy', risk: 'data-loss' };
    expect(ids([hostNetwork, lossy, approve, restart])).toEqual(['approve', 'restart', 'lossy', 'host-network']);
  });

  test('is withheld, with the reason, where the gateway is reached from elsewhere or that isn’t known', () => {
    const lan = { ...alone, 'gateway.bind': known('lan', 't') };
    expect(withoutShortcuts([approve, hostNetwork], lan)).toEqual({
      remedies: [approve],
      withheld: [{ id: 'host-network', title: hostNetwork.title, why: 'the gateway is bound to lan' }],
    });
    expect(ids([approve, hostNetwork], {})).toEqual(['approve']);
  });

  test('is no way to begin with, where there is no other', () => {
    const { remedies, withheld } = withoutShortcuts([hostNetwork], alone);
    expect(remedies).toEqual([]);
    expect(withheldWords({ ...finding, remedies, withheld })).toContain('no other way is known here');
    expect(withheldWords({ ...finding, remedies: [approve], withheld })).toBeUndefined();
  });

  test('is told by what it does, whatever risk its rule names', () => {
    const offered = withoutShortcuts([approve, disable], alone).remedies;
    expect(offered).toEqual([approve, { ...disable, risk: 'weakens-security' }]);
  });

  test('is withheld where the version ignores what it sets', () => {
    const version = (text: string) => ({ ...alone, 'gateway.releases': known([text], 't') });
    expect(ids([approve, disable], version('2026.7.1'))).toEqual(['approve', 'waive']);
    expect(withoutShortcuts([approve, disable], version('2026.9.6')).withheld).toMatchObject([
      { why: expect.stringContaining('ignores dangerouslyDisableDeviceAuth') },
    ]);
    const privately = waiving('OPENCLAW_ALLOW_INSECURE_PRIVATE_WS');
    expect(ids([approve, privately], version('2026.2.26'))).toEqual(['approve']);
    expect(ids([approve, privately], version('2026.3.2'))).toEqual(['approve', 'waive']);
  });
});
