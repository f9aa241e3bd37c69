import { check, openDoctor, type Place } from '../doctor.ts';
import type { Cause } from './cause.ts';
import { type Walk, walk } from './walk.ts';

/** What a walk took, for the table of all. */
export interface Account extends Walk {
  readonly rule: string;
  readonly who: string;
  readonly version: string;
  readonly firstFinding: string | undefined;
}

/** Provokes a cause, and has somebody new to the doctor walk from its first screen to a client that is let in. */
export async function tried(cause: Cause, place: Place, version: string): Promise<Account> {
  const { args: aim = [], env = {}, newcomer, end } = await cause.provoke();
  // A gateway on a busy machine answers late.
  const args = [...aim, '--timeout', '30000'];
  try {
    const { report } = await check(args, place, env);
    const journal = `${place.home}/.journal-${cause.rule.replace('/', '-')}`;
    const terminal = openDoctor(args, place, { cols: 80, rows: 24 }, { XDG_STATE_HOME: journal, ...env });
    try {
      const walked = await walk(terminal, newcomer);
      return { rule: cause.rule, who: cause.who, version, firstFinding: report.findings[0]?.rule, ...walked };
    } finally {
      terminal.press('\u0003');
      await terminal.exited;
    }
  } finally {
    await end?.();
  }
}

/** The table of all walks, as CONTRIBUTING.md has it. */
export function tableOf(accounts: readonly Account[]): string {
  const rows = accounts.map(({ rule, who, version, keys, waited, elsewhere, connected }) =>
    [rule, who, version, keys, waited.toFixed(0), elsewhere.toFixed(0), connected ? 'connected' : 'not connected'].join(
      ' | ',
    ),
  );
  const head = [
    'cause | who | OpenClaw | keys | s at the doctor | s elsewhere | end',
    '--- | --- | --- | --- | --- | --- | ---',
  ];
  return [...head, ...rows].map((row) => `| ${row} |`).join('\n');
}
