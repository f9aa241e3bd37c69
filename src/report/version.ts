import type { JudgedVersion } from '../model/report.ts';

/** Which OpenClaw that is and what isn't known of it, as the end of a sentence; empty where nothing is known. */
export function versionInWords({ version, judgedAs, between }: JudgedVersion): string {
  if (judgedAs !== undefined)
    return `OpenClaw ${version}, which is newer than this doctor knows and judged as ${judgedAs}`;
  if (between) return `OpenClaw between ${between[0]} and ${between[1]}`;
  return version === null ? '' : `OpenClaw ${version}`;
}
