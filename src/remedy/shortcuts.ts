import { exposureOf } from '../facts/exposure.ts';
import { possibleReleases } from '../facts/releases.ts';
import { holdsFor } from '../gateway/releases.ts';
import { type Waiver, waiversIn } from '../gateway/waivers.ts';
import type { Facts } from '../model/fact.ts';
import type { Remedy, Withheld } from '../model/report.ts';

export interface Offered {
  readonly remedies: readonly Remedy[];
  readonly withheld: readonly Withheld[];
}

/**
 * The remedies that may be offered, in an order in which none that weakens security or loses data stands before one that
 * does neither. One that weakens security is left out where the gateway can be reached from elsewhere, or that isn't
 * known; where the version ignores what it sets; and where there is no other way to begin with.
 */
export function withoutShortcuts(planned: readonly Remedy[], facts: Facts): Offered {
  const told = planned.map(withRisk);
  const isSafe = ({ risk }: Remedy) => risk !== 'weakens-security';
  if (told.every(isSafe)) return { remedies: inOrder(told), withheld: [] };
  const hasOther = told.some(isSafe);
  const judged = told.map((remedy) => ({
    remedy,
    why: isSafe(remedy) ? undefined : (whyNot(remedy, facts) ?? (hasOther ? undefined : NO_OTHER)),
  }));
  return {
    remedies: inOrder(judged.flatMap(({ remedy, why }) => (why === undefined ? [remedy] : []))),
    withheld: judged.flatMap(({ remedy: { id, title }, why }) => (why === undefined ? [] : [{ id, title, why }])),
  };
}

const NO_OTHER = 'no other way is known here, and a way that weakens security is no way to begin with';

/** Rules are written by people: what turns a check off weakens security, whatever risk the rule names. */
function withRisk(remedy: Remedy): Remedy {
  return waiversOf(remedy).length > 0 ? { ...remedy, risk: 'weakens-security' } : remedy;
}

function whyNot(remedy: Remedy, facts: Facts): string | undefined {
  const idle = waiversOf(remedy).find(({ openclaw }) => holdsFor(openclaw, possibleReleases(facts)) !== true);
  if (idle) return `this version ignores ${idle.name}, or its version is not known`;
  const exposure = exposureOf(facts);
  return exposure.kind === 'loopback' ? undefined : exposure.why;
}

function waiversOf({ steps }: Remedy): readonly Waiver[] {
  return waiversIn(
    steps.flatMap(({ say, run, snippet }) => [say, (run ?? []).join(' '), snippet?.text ?? '']).join('\n'),
  );
}

const ORDER = { none: 0, restart: 0, 'data-loss': 1, 'weakens-security': 2 } as const;

const inOrder = (remedies: readonly Remedy[]) => [...remedies].sort((a, b) => ORDER[a.risk] - ORDER[b.risk]);
