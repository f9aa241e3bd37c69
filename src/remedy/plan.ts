import { possibleReleases } from '../facts/releases.ts';
import { hereIn } from '../facts/way-there.ts';
import { holdsFor } from '../gateway/releases.ts';
import { rangeInWords, type Version } from '../gateway/version.ts';
import type { Refusal } from '../model/catalogue.ts';
import type { Facts } from '../model/fact.ts';
import type { Remedy, Step } from '../model/report.ts';
import type { ComposeEdit, RemedyPlan, StepPlan, Variant } from '../model/rule.ts';
import { shellText } from '../model/shell.ts';
import { judge, type Lookup } from '../rules/conditions.ts';
import { fillArgv, fillText } from '../rules/words.ts';
import { foretell, type Treated } from './foretell.ts';
import { placed } from './placed.ts';
import { restarting } from './restarts.ts';
import { type Offered, withoutShortcuts } from './shortcuts.ts';

/** The remedies that apply and may be offered here, with real names and argv, in the rule's order. */
export function planRemedies(treatment: Treatment, look: Lookup, facts: Facts): Offered {
  return withoutShortcuts(applicable(treatment, look, facts), facts);
}

interface Treatment {
  readonly rule: Treated;
  readonly variant: Pick<Variant, 'remedies'>;
  /** The client that it is about; null: nobody was refused. */
  readonly about: Refusal | null;
}

function applicable({ rule, variant, about }: Treatment, look: Lookup, facts: Facts): Remedy[] {
  const offered = variant.remedies;
  const possible = possibleReleases(facts);
  const here = hereIn(facts);
  return rule.remedies
    .filter((plan) => offered === undefined || offered.includes(plan.id))
    .filter((plan) => applies(plan, look, possible))
    .flatMap((plan) => {
      const steps = plan.steps.flatMap((step) => planStep(step, look, possible));
      const told = foretell({ rule, plan, steps, about }, look, facts);
      // An option that the gateway would answer with the next refusal is none.
      if (plan.admits && told.letsIn === false) return [];
      return [
        {
          id: plan.id,
          title: fillText(plan.title, look),
          risk: plan.risk,
          ...restarting({ ...plan, ...(plan.tradeOff && { tradeOff: fillText(plan.tradeOff, look) }) }, possible),
          ...(plan.takeBack === undefined ? {} : { takeBack: fillText(plan.takeBack, look) }),
          ...told.shown,
          ...(plan.changes ? { changes: plan.changes } : {}),
          steps: steps.map((step) => placed(step, here, facts)),
        },
      ];
    });
}

/** What isn't known to apply isn't offered. */
function applies(plan: RemedyPlan, look: Lookup, possible: readonly Version[]): boolean {
  if (plan.when && judge(plan.when, look).truth !== true) return false;
  return plan.openclaw === undefined || holdsFor(plan.openclaw, possible) === true;
}

/** The step with real names; none where the version lacks what it needs. Where that isn't known, the step says so. */
function planStep(step: StepPlan, look: Lookup, possible: readonly Version[]): Step[] {
  const range = step.openclaw;
  const holds = range === undefined || holdsFor(range, possible);
  if (range === undefined || holds === true) return [filledStep(step, look)];
  if (holds === false) return [];
  const { say, where, run, snippet } = filledStep(step, look);
  return [
    {
      say: `With OpenClaw ${rangeInWords(range)}: ${say}${run ? ` (${shellText(run)})` : ''}`,
      where,
      ...(snippet ? { snippet } : {}),
    },
  ];
}

function filledStep(step: StepPlan, look: Lookup): Step {
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
      : { approves: { requestId: requestId !== null && names(run ?? [byHand], requestId) ? requestId : null } }),
    ...(step.change ? planEdit(step.change, look) : {}),
    ...(step.snippet
      ? { snippet: { file: fillText(step.snippet.file, look), text: fillText(step.snippet.text, look) } }
      : {}),
  };
}

const names = (texts: readonly string[], requestId: string) => texts.some((text) => text.includes(requestId));

/** A change of which a part isn't known is left to the words beside it. */
function planEdit({ compose, source, target }: ComposeEdit, look: Lookup): Pick<Step, 'edit'> {
  const filled = fillArgv(source === undefined ? [target] : [target, source], look);
  const [to, from] = filled ?? [];
  return to === undefined ? {} : { edit: { compose, target: to, ...(from === undefined ? {} : { source: from }) } };
}

/** The id of the picked request, where it is one that waits. */
function requestOf(pick: string, look: Lookup): string | null {
  const fact = look(`${pick}.requestId`);
  return fact.status === 'known' && typeof fact.value === 'string' ? fact.value : null;
}
