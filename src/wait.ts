import type { Diagnosis } from './doctor.ts';
import type { Report } from './model/report.ts';

/** The patient, and the clock: what waiting takes. */
export interface Watch {
  /** Looks once, each probe within `timeoutMs`. */
  look(timeoutMs: number): Promise<Diagnosis>;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Tells whoever waits, a line at a time. */
  say(line: string): void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5000;
const PAUSE_GROWS = 1.25;
/** A look that begins with less time than this tells what could not be seen in time, and not how the patient is. */
const SHORTEST_LOOK_MS = 1000;
const LONGEST_LOOK_MS = 5000;

/**
 * Looks again and again until the patient is healthy, or for `waitMs`, and gives the last look. What no waiting mends is
 * waited for, too: meanwhile somebody may approve the device.
 */
export async function waitUntilHealthy({ look, now, sleep, say }: Watch, waitMs: number): Promise<Diagnosis> {
  const start = now();
  const left = () => start + waitMs - now();
  let said: string | undefined;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * PAUSE_GROWS, LONGEST_PAUSE_MS)) {
    const diagnosis = await look(Math.min(LONGEST_LOOK_MS, left()));
    const missing = whatIsMissing(diagnosis.report);
    if (missing === undefined) {
      say(`Healthy after ${Math.round((now() - start) / 1000)} s.`);
      return diagnosis;
    }
    if (missing !== said) say(`Not healthy yet: ${missing}`);
    said = missing;
    const spareMs = left() - SHORTEST_LOOK_MS;
    if (spareMs <= 0) {
      say(`Not healthy within ${waitMs / 1000} s.`);
      return diagnosis;
    }
    await sleep(Math.min(pauseMs, spareMs));
  }
}

/** In one line: the stage that fails, else the diagnosis, else what can't be seen. Undefined where all is well. */
function whatIsMissing({ verdict, path, findings, unknown }: Report): string | undefined {
  if (verdict === 'healthy') return undefined;
  const broken = path.find(({ status }) => status === 'failed');
  if (broken) return `${broken.stage}: ${broken.detail}`;
  const [finding] = findings;
  if (verdict === 'problem' && finding) return finding.title;
  const [fact] = unknown;
  return fact ? `${fact.fact}: ${fact.reason}` : verdict;
}
