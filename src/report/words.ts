import type { Finding, Remedy } from '../model/report.ts';
import type { Risk } from '../model/rule.ts';

/** Where a step must be done, in the reader's terms. The host of a recorded patient is not this machine. */
export function whereWords(where: string, patient: 'machine' | 'evidence'): string {
  const [kind = '', name = ''] = where.split(/:(.*)/s);
  switch (kind) {
    case 'host':
      return patient === 'machine' ? 'on this machine' : 'on its host';
    case 'container':
      return `in the container ${name}`;
    case 'wsl':
      return `in the WSL distribution ${name}`;
    case 'windows':
      return 'on Windows';
    case 'ssh':
      return `on ${name}, over SSH`;
    case 'gateway-host':
      return "on the gateway's host";
    case 'client':
      return 'where the client runs';
    case 'browser':
      return 'in the browser';
    default:
      return where;
  }
}

export function riskWords(risk: Risk): string {
  switch (risk) {
    case 'none':
      return 'no risk';
    case 'restart':
      return 'risk: restarts the gateway';
    case 'weakens-security':
      return 'risk: weakens security';
    case 'data-loss':
      return 'risk: loses data';
    default:
      return risk satisfies never;
  }
}

/** Why a finding has no remedy to offer, where one was kept back; undefined: none was, or another is there. */
export function withheldWords({ remedies, withheld = [] }: Finding): string | undefined {
  const [first] = withheld;
  if (remedies.length > 0 || !first) return undefined;
  return `What is left, «${first.title}», would weaken security. It is not offered: ${first.why}.`;
}

/** What an option leads to, where no picture of the way shows it. */
export function thenInWords({ outcome, looks }: Remedy): string {
  if (looks) return 'This changes nothing: it shows more.';
  return outcome === undefined
    ? 'What the gateway answers then isn’t known before it is tried.'
    : `The gateway then: ${outcome}`;
}
