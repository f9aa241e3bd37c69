import type { Diagnosis } from './doctor.ts';
import type { Remedy } from './model/report.ts';
import { mayGo } from './remedy/restarts.ts';
import { type Aim, type Outcome, verify } from './remedy/verify.ts';
import type { Session } from './session.ts';

/** How long a fix may take to show, and how often one looks. */
const SETTLE_MS = 60_000;
const LOOK_MS = 2000;

interface Settling extends Omit<Aim, 'now'> {
  readonly remedy: Remedy;
}

/** Looks again until it helped and what was started is ready, or for a minute. */
export async function settled(session: Session, aim: Settling): Promise<{ after: Diagnosis; outcome: Outcome }> {
  for (let isTold = false; ; ) {
    const after = await session.look();
    const outcome = verify(after, { ...aim, now: Date.now() });
    const isStarting = aim.deviceId === null && after.report.path.some(({ status }) => status === 'failed');
    const isGoing = mayGo(aim.remedy, after.facts, { since: aim.since, now: Date.now() });
    const isOver = outcome !== 'still-there' && !isStarting && !isGoing;
    if (isOver || Date.now() - aim.since > SETTLE_MS) return { after, outcome };
    if (!isTold && isUnreached(after))
      process.stdout.write('The gateway does not answer yet: waiting for it to be back, for a minute at most.\n');
    else if (!isTold && !isGoing) process.stderr.write('Looking again until it shows, for a minute at most.\n');
    isTold ||= !isGoing;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Whether a connection ends before the gateway: at a later stage it answers, and refuses somebody. */
function isUnreached({ report }: Diagnosis): boolean {
  const broken = report.path.find(({ status }) => status === 'failed')?.stage;
  return broken === 'resolve' || broken === 'tcp' || broken === 'tls' || broken === 'http';
}
