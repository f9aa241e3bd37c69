import type { Diagnosis } from '../doctor.ts';
import { valueIn } from '../model/fact.ts';

/**
 * What a second look shows of a remedy:
 * - `connected`: the device that was refused has connected
 * - `approved`: it is approved and has not tried again yet
 * - `fixed`: the finding is gone
 * - `still-there`: it is not
 * - `unknown`: what would tell could not be learnt
 */
export type Outcome = 'connected' | 'approved' | 'fixed' | 'still-there' | 'unknown';

/** Compares a look with what a remedy set out to change. `since`: ms since 1970, when its step had run. */
export function verify(
  after: Diagnosis,
  aim: {
    readonly rule: string;
    readonly deviceId: string | null;
    /** The request that was approved, where it is known. */
    readonly requestId?: string | undefined;
    readonly since: number;
  },
): Outcome {
  const paired = valueIn(after.facts, 'devices.paired');
  if (aim.deviceId !== null) {
    if (paired === undefined) return 'unknown';
    // A device that is paired may ask for more: while that waits, nothing was approved.
    const waits = valueIn(after.facts, 'devices.pending')?.some(
      ({ deviceId, requestId, expired }) =>
        deviceId === aim.deviceId && requestId === (aim.requestId ?? requestId) && expired !== true,
    );
    if (waits) return 'still-there';
    const device = paired.find((candidate) => candidate.deviceId === aim.deviceId);
    if (device) return (device.seenAt ?? 0) >= (device.approvedAt ?? aim.since) ? 'connected' : 'approved';
    return 'still-there';
  }
  if (after.report.findings.some((finding) => finding.rule === aim.rule)) return 'still-there';
  return after.report.verdict === 'inconclusive' ? 'unknown' : 'fixed';
}

/** The device behind a request, while it still waits. */
export function deviceOf(diagnosis: Diagnosis, requestId: string): string | null {
  return (
    valueIn(diagnosis.facts, 'devices.pending')?.find((request) => request.requestId === requestId)?.deviceId ?? null
  );
}
