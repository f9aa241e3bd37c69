import { type Diagnosis, diagnose } from './doctor.ts';
import type { Facts } from './model/fact.ts';
import type { HandedIn } from './model/handed-in.ts';
import type { Rule, Severity } from './model/rule.ts';
import type { Progress } from './probes/collect.ts';
import type { Context } from './probes/context.ts';

/** A patient that can be looked at again and again: this machine, or evidence that never changes. */
export interface Session {
  /** Where the patient is: nothing runs on evidence. */
  readonly patient: 'machine' | 'evidence';
  /** What was handed in; absent for this machine. */
  readonly handedIn?: HandedIn;
  look(onProgress?: (progress: Progress) => void): Promise<Diagnosis>;
  /** Names of things handed in that say nothing to the doctor; absent where nothing was. */
  readonly leftAside?: readonly string[];
  /** The same patient, looked at as the user says. Absent where nothing can be chosen. */
  aimAt?(choice: Choice): Session;
}

/** What a user may settle once the first look has shown that it matters. */
export interface Choice {
  /** The gateway's container. */
  readonly container?: string;
  /** Whether the doctor may log in on the gateway's host. */
  readonly logsIn?: boolean;
}

/** This machine, or a recording of one. */
export function machineSession(
  context: Context,
  rules: readonly Rule[],
  failOn: Severity,
  patient: Session['patient'],
): Session {
  return {
    patient,
    ...(patient === 'evidence' ? { handedIn: 'recording' } : {}),
    look: async (onProgress) => {
      // Who hands evidence in needs no probe: a quarter of what would be loaded.
      const { collect, collectCostly, costly } = await import('./probes/collect.ts');
      const more = { facts: costly, learn: (facts: Facts) => collectCostly(context, facts) };
      return diagnose(await collect(context, onProgress), { rules, failOn, more });
    },
    aimAt: (choice) => machineSession({ ...context, aim: { ...context.aim, ...choice } }, rules, failOn, patient),
  };
}
