import type { Step } from '../model/report.ts';
import { argvOf } from './run.ts';

/** The argv that rejects a request, run as the step would approve it; undefined: the step doesn't tell how. */
export function rejectionOf(step: Step, requestId: string): readonly string[] | undefined {
  const argv = step.approves && argvOf(step, requestId);
  const at = argv?.findIndex((part, index) => part === 'approve' && /^(?:devices|nodes)$/.test(argv[index - 1] ?? ''));
  return argv === undefined || at === undefined || at < 0 ? undefined : argv.with(at, 'reject');
}
