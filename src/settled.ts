import type { Diagnosis } from './doctor.ts';
import { valueIn } from './model/fact.ts';
import type { Remedy } from './model/report.ts';
import { type Aim, type Outcome, verify } from './remedy/verify.ts';
import type { Session } from './session.ts';

/** How long a fix may take to show, and how often one looks. */
const SETTLE_MS = 60_000;
const LOOK_MS = 2000;

/** How long after a change a gateway may still go for it, in ms. */
const BEGINS_MS = 3000;

interface Settling extends Omit<Aim, 'now'> {
  readonly remedy: Remedy;
}

/** Looks again until it helped and what was started is ready, or for a minute. */
export async function settled(session: Session, aim: Settling): Promise<{ after: Diagnosis; outcome: Outcome }> {
  for (let isTold = false; ; ) {
    const after = await session.look();
    const outcome = verify(after, { ...aim, now: Date.now() });
    const isStarting = aim.deviceId === null && after.report.path.some(({ status }) => status === 'failed');
    const isUp = valueIn(after.facts, 'path.http') === 'ok';
    const mayGo =
      isUp && aim.remedy.risk === 'restart' && aim.remedy.restarts !== false && Date.now() - aim.since < BEGINS_MS;
    const isOver = outcome !== 'still-there' && !isStarting && !mayGo;
    if (isOver || Date.now() - aim.since > SETTLE_MS) return { after, outcome };
    if (!isTold && isUnreached(after))
      process.stdout.write('The gateway does not answer yet: waiting for it to be back, for a minute at most.\n');
    else if (!isTold && !mayGo) process.stderr.write('Looking again until it shows, for a minute at most.\n');
    isTold ||= !mayGo;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Whether a connection ends before the gateway: at a later stage it answers, and refuses somebody. */
function isUnreached({ report }: Diagnosis): boolean {
  const broken = report.path.find(({ status }) => status === 'failed')?.stage;
  return broken === 'resolve' || broken === 'tcp' || broken === 'tls' || broken === 'http';
}
