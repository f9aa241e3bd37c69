import type { Diagnosis } from './doctor.ts';
import { type Aim, type Outcome, verify } from './remedy/verify.ts';
import type { Session } from './session.ts';

/** How long the attempt of a client that was approved is awaited: somebody who reads along needs time to connect. */
const READER_MS = 60_000;
/** A client that tries again by itself does so within this. */
const BY_ITSELF_MS = 20_000;
const LOOK_MS = 2000;

interface Seen {
  readonly after: Diagnosis;
  readonly outcome: Outcome;
}

interface Means {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly say: (line: string) => void;
  /** Somebody sits at a terminal. */
  readonly isRead: boolean;
}

/** Once a device is approved: looks on until its client has tried again, or for a while. Anything else stays as it is. */
export async function awaitAttempt(
  session: Session,
  aim: Omit<Aim, 'now'>,
  seen: Seen,
  { now, sleep, say, isRead }: Means = realMeans(),
): Promise<Seen> {
  if (seen.outcome !== 'approved') return seen;
  const awaitedMs = isRead ? READER_MS : BY_ITSELF_MS;
  say(`Approved. Connect with the client: its next attempt is awaited for ${awaitedMs / 1000} s.`);
  for (const end = now() + awaitedMs; now() < end; ) {
    await sleep(LOOK_MS);
    const after = await session.look();
    const outcome = verify(after, { ...aim, now: now() });
    // A look that could not read everything takes nothing back.
    if (outcome === 'connected' || outcome === 'refused-anew') return { after, outcome };
  }
  return seen;
}

function realMeans(): Means {
  return {
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    say: (line) => void process.stderr.write(`${line}\n`),
    isRead: process.stderr.isTTY === true,
  };
}
