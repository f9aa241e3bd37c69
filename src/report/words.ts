import type { HandedIn } from '../model/handed-in.ts';
import type { Finding, Inside, Remedy, Report, Step } from '../model/report.ts';
import { routed } from '../model/route.ts';
import type { Risk } from '../model/rule.ts';
import { type Shell, shellText, written } from '../model/shell.ts';
import { stepPlace } from '../model/step-place.ts';

/** Where a step must be done, in the reader's terms. The host of a recorded patient is not this machine. */
export function whereWords(where: string, patient: 'machine' | 'evidence'): string {
  const place = stepPlace(where);
  switch (place?.kind) {
    case 'host':
      return patient === 'machine' ? 'on this machine' : 'on its host';
    case 'container':
      return `in the container ${place.name}`;
    case 'wsl':
      return `in the WSL distribution ${place.name}`;
    case 'windows':
      return 'on Windows';
    case 'ssh':
      return `on ${place.name}, over SSH`;
    case 'gateway-host':
      return "on the gateway's host";
    case 'client':
      return 'where the client runs';
    case 'browser':
      return 'in the browser';
    case undefined:
      return where;
    default:
      return place satisfies undefined;
  }
}

/** What was handed in, in the reader's terms. */
export function handedInWords(handedIn: HandedIn | null): string {
  switch (handedIn) {
    case 'recording':
    case null:
      return 'a recorded patient';
    case 'folder':
      return 'a folder of captured outputs';
    case 'evidence-file':
      return 'an evidence file';
    case 'text':
      return 'a text that was handed in';
    default:
      return handedIn satisfies never;
  }
}

/** Where a step is done: the container by its name, else its place. */
export function placeWords({ where, inside, change }: Step, patient: 'machine' | 'evidence'): string {
  return where === 'host' && inside && !change ? `in the container ${inside.container}` : whereWords(where, patient);
}

/** How its container was found: engine, context, compose project and service; undefined: it is in none. */
export function insideWords(inside: Inside | undefined): string | undefined {
  if (!inside) return undefined;
  const { engine, context, project, service } = inside;
  const parts = [
    engine,
    context === null ? null : `${/^[\w.+-]+$/.test(context) ? 'context' : 'at'} ${context}`,
    project === null ? null : `compose project ${project}`,
    service === null ? null : `service ${service}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** The command of a step as it is typed, from here where there is a way to its place; undefined: it has none. */
export function stepCommand({ run, route, shell }: Step): string | undefined {
  return run && commandText(routed(run, route), shell);
}

/** An argv as it is typed in a shell; where that can't carry it, its arguments one by one. */
export function commandText(argv: readonly string[], shell: Shell = 'sh'): string {
  if (shell === 'sh') return shellText(argv);
  const typed = written(argv, shell);
  return typed.status === 'ok' ? typed.words.join(' ') : `${typed.reason}. Its arguments: ${JSON.stringify(argv)}`;
}

export function riskWords({ risk, restarts }: Risky): string {
  switch (risk) {
    case 'none':
      return 'no risk';
    case 'restart':
      return restarts === false ? 'risk: trusts one address more' : 'risk: restarts the gateway';
    case 'weakens-security':
      return 'risk: weakens security';
    case 'data-loss':
      return 'risk: loses data';
    default:
      return risk satisfies never;
  }
}

/** The same by the word that `--allow` takes; undefined: none. */
export function riskMark({ risk, restarts }: Risky): string | undefined {
  if (risk === 'none') return undefined;
  return restarts === false ? '[risk: trusts one address more, --allow restart]' : `[risk: ${risk}]`;
}

type Risky = { readonly risk: Risk; readonly restarts?: false };

/** Why no verdict was reached; what is listed below it is less than an error. */
export function inconclusiveWords({ findings }: Pick<Report, 'findings'>): string {
  const found = findings.length === 0 ? 'no cause was found' : 'what was found is no error for certain';
  return `${found}, and not everything could be seen.`;
}

/** Why a finding has no remedy to offer, where one was kept back; undefined: none was, or another is there. */
export function withheldWords({ remedies, withheld = [] }: Finding): string | undefined {
  const [first] = withheld;
  if (remedies.length > 0 || !first) return undefined;
  return `What is left, «${first.title}», would weaken security. It is not offered: ${first.why}.`;
}

/** What an option leads to, where no picture of the way shows it; undefined: a measure, which is about no connection. */
export function thenInWords({ outcome, looks, follows }: Remedy): string | undefined {
  if (looks) return 'This changes nothing: it shows more.';
  return follows ?? (outcome === undefined ? undefined : `The gateway then: ${outcome}`);
}
