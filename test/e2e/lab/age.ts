import type { Gateway } from './gateway.ts';

/**
 * Moves the last attempt behind a request into the past, in the gateway's own database: five minutes after it the request
 * is dead, for the gateway and for whoever reads its state. From 2026.8 on, which keep requests there.
 */
export async function ageRequest({ exec, name }: Gateway, requestId: string, byMs: number): Promise<void> {
  const result = await exec(['node', '--input-type=module', '--eval', program, requestId, String(byMs)]);
  if (result.exitCode !== 0 || result.stdout.trim() !== '1') {
    throw new Error(`${name} has no request ${requestId} to make older: ${result.all}`);
  }
}

const program = `
  import { DatabaseSync } from 'node:sqlite';
  const [requestId, byMs] = process.argv.slice(1);
  const database = new DatabaseSync('/home/node/.openclaw/state/openclaw.sqlite', { timeout: 5000 });
  const older = database.prepare(
    'UPDATE device_pairing_pending SET ts = ts - ?1, refreshed_at_ms = refreshed_at_ms - ?1 WHERE request_id = ?2',
  );
  console.log(older.run(Number(byMs), requestId).changes);`;
