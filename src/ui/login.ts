import { factOf, valueIn } from '../model/fact.ts';
import type { State } from './state.ts';

/**
 * Where the gateway's settings, requests and log could be read over ssh, once the user agrees to a login; null: nowhere.
 * Who named the target has agreed.
 */
export function offersLogin({ diagnosis, patient, canAim, logsIn }: State): string | null {
  if (!diagnosis || patient !== 'machine' || !canAim || logsIn) return null;
  const { facts } = diagnosis;
  const ssh = factOf(facts, 'gateway.ssh');
  const isUnseen = valueIn(facts, 'gateway.kind') === 'elsewhere' && valueIn(facts, 'devices.pending') === undefined;
  return isUnseen && ssh.status === 'known' && ssh.source !== '--ssh' ? (ssh.value.at(-1) ?? null) : null;
}
