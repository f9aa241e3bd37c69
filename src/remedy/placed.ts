import { shellAt } from '../facts/shell.ts';
import { type Here, wayThere } from '../facts/way-there.ts';
import { wordsBehind } from '../model/argv.ts';
import { type Facts, valueIn } from '../model/fact.ts';
import type { Inside, Step } from '../model/report.ts';
import type { Shell } from '../model/shell.ts';
import { stepPlace } from '../model/step-place.ts';

/** The step with the way to its place, the shell that it is typed into, and the container in which it runs. */
export function placed(step: Step, here: Here, facts: Facts): Step {
  const found = valueIn(facts, 'gateway.where');
  // Where its host is known by more than that, the place is that. What is done without a command may be beside its engine, which need not be here.
  const isKnown = found != null && (found === 'host' ? step.run !== undefined : /^(?:ssh|wsl):/.test(found));
  const where = step.where === 'gateway-host' && isKnown ? found : step.where;
  const run = step.run && withTarget(step.run, here);
  if (!run) return { ...step, where };
  const place = stepPlace(where);
  const way = place && wayThere(place, run, here);
  // By way of nothing: another place by name, and yet here.
  const route = way?.kind === 'route' ? way.route : way?.kind === 'here' && where !== 'host' ? HERE : undefined;
  const shell: Shell = shellAt(way?.kind === 'none' ? where : 'host', facts);
  const inside = insideOf(run, facts);
  const { approves } = step;
  const isUnseen = route?.hands === 'sh' && valueIn(facts, 'devices.pending') === undefined;
  return {
    ...step,
    where,
    run,
    ...(approves ? { approves: { ...approves, ...(isUnseen ? { unseen: true } : {}) } } : {}),
    ...(route ? { route } : {}),
    ...(shell === 'sh' ? {} : { shell }),
    ...inside,
  };
}

/** A tunnel that the user opens goes by the ssh that is known to reach the gateway's host. */
function withTarget(run: readonly string[], { ssh }: Here): readonly string[] {
  const at = run.indexOf('USER@HOST');
  return ssh && run[0] === 'ssh' && at > 0
    ? [...ssh.slice(0, -1), ...run.slice(1, at), ...ssh.slice(-1), ...run.slice(at + 1)]
    : run;
}

const HERE = { argv: [], hands: 'argv' } as const;

/** The gateway's container, where the command runs in there. */
function insideOf(run: readonly string[], facts: Facts): { readonly inside?: Inside } {
  const container = valueIn(facts, 'gateway.name');
  if (container == null || !wordsBehind(run, valueIn(facts, 'gateway.exec') ?? [])) return {};
  const engine = valueIn(facts, 'gateway.engineCommand') ?? [];
  return {
    inside: {
      container,
      engine: valueIn(facts, 'gateway.engineProduct') ?? valueIn(facts, 'gateway.engine') ?? null,
      context: engine.length > 2 ? (engine.at(-1) ?? null) : null,
      project: valueIn(facts, 'gateway.composeProject') ?? null,
      service: valueIn(facts, 'gateway.composeService') ?? null,
    },
  };
}
