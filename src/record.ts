import { writeFile } from 'node:fs/promises';
import { exitCodes } from './exit-code.ts';
import type { Redactor } from './host/clean.ts';
import type { Host } from './host/host.ts';
import { MARKER, type Recording, recordingHost } from './host/recording.ts';
import { type Options, UsageError } from './options.ts';
import { collect, collectCostly } from './probes/collect.ts';
import { doctorVersion } from './version.ts';

/** Looks at everything once and writes what was seen, redacted as it came in, to a file or standard output. */
export async function recordCommand({ operands, aim, from }: Options, host: Host, redactor: Redactor): Promise<number> {
  if (from !== undefined) throw new UsageError('record looks at this machine: it goes without --from');
  const startedAt = host.now();
  const { host: recorder, calls } = recordingHost(host);
  const context = { host: recorder, aim };
  await collectCostly(context, await collect(context));
  const { timeoutMs: _, ...options } = aim;
  const recording: Recording = { [MARKER]: 1, doctor: doctorVersion, options, startedAt, machine: host.machine, calls };
  // Once more as a whole: what was learnt to be a secret late may stand in what came early.
  const text = `${JSON.stringify(redactor.clean(recording), null, 1)}\n`;
  const [file] = operands;
  if (file === undefined) process.stdout.write(text);
  else {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: Error) => {
      throw new UsageError(`the recording can't be written: ${error.message}`);
    });
    process.stderr.write(
      `Recorded ${calls.length} observations in ${file}. Tokens, passwords and keys are taken out;\nnames, addresses, paths and device ids are not: look through it before you share it.\n`,
    );
  }
  return exitCodes.healthy;
}
