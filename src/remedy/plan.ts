import { possibleReleases } from '../facts/releases.ts';
import { holdsFor } from '../gateway/releases.ts';
import type { Facts } from '../model/fact.ts';
import type { Remedy, Step } from '../model/report.ts';
import type { RemedyPlan, Rule, StepPlan, Variant } from '../model/rule.ts';
import { judge, type Lookup } from '../rules/conditions.ts';
import { fillArgv, fillText } from '../rules/words.ts';

/** The remedies that apply here, with real names and argv, in the rule's order. */
export function planRemedies(rule: Rule, variant: Variant, look: Lookup, facts: Facts): Remedy[] {
  const offered = variant.remedies;
  return rule.remedies
    .filter((plan) => offered === undefined || offered.includes(plan.id))
    .filter((plan) => applies(plan, look, facts))
    .map((plan) => ({
      id: plan.id,
      title: fillText(plan.title, look),
      risk: plan.risk,
      ...(plan.tradeOff === undefined ? {} : { tradeOff: fillText(plan.tradeOff, look) }),
      steps: plan.steps.map((step) => planStep(step, look)),
    }));
}

/** What isn't known to apply isn't offered. */
function applies(plan: RemedyPlan, look: Lookup, facts: Facts): boolean {
  if (plan.when && judge(plan.when, look).truth !== true) return false;
  return plan.openclaw === undefined || holdsFor(plan.openclaw, possibleReleases(facts)) === true;
}

function planStep(step: StepPlan, look: Lookup): Step {
  const requestId = step.approves === undefined ? undefined : requestOf(step.approves, look);
  const run = step.run && fillArgv(step.run, look);
  const byHand = step.run && !run && step.byHand !== undefined ? ` ${fillText(step.byHand, look)}` : '';
  return {
    say: fillText(step.say, look) + byHand,
    where: fillText(step.where, look),
    ...(run ? { run } : {}),
    // Where the command leaves the id open, the user chooses whatever request was seen.
    ...(requestId === undefined
      ? {}
      : { approves: { requestId: requestId !== null && run?.includes(requestId) ? requestId : null } }),
  };
}

/** The id of the picked request, where it is one that waits. */
function requestOf(pick: string, look: Lookup): string | null {
  const fact = look(`${pick}.requestId`);
  return fact.status === 'known' && typeof fact.value === 'string' ? fact.value : null;
}
