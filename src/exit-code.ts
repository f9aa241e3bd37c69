import type { Report } from './model/report.ts';

export const exitCodes = {
  healthy: 0,
  problem: 1,
  unusable: 2,
  inconclusive: 3,
  fixFailed: 4,
  interrupted: 130,
} as const;

/** The exit code of a report. */
export function exitCodeOf({ verdict }: Report): number {
  return exitCodes[verdict];
}
