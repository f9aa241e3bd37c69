import { type Facts, valueIn } from '../model/fact.ts';
import type { Shell } from '../model/shell.ts';

/** The shell in which a person types a command at that place of a step. */
export function shellAt(where: string, facts: Facts): Shell {
  switch (where.split(':', 1)[0]) {
    case 'host':
      return shellHere(facts);
    case 'windows':
      return 'powershell';
    case 'client': {
      const platform = valueIn(facts, 'refusals')?.find(({ platform }) => platform !== null)?.platform;
      if (platform == null) return shellHere(facts);
      return /^win/i.test(platform) ? 'powershell' : 'sh';
    }
    case 'gateway-host': {
      const kind = valueIn(facts, 'gateway.kind');
      return kind === 'container' || kind === 'process' ? shellHere(facts) : 'sh';
    }
    default:
      return 'sh';
  }
}

/** Where nothing tells, it is the one that the system itself offers. */
function shellHere(facts: Facts): Shell {
  const shell = valueIn(facts, 'os.shell');
  if (shell === 'sh' || shell === 'cmd' || shell === 'powershell') return shell;
  return valueIn(facts, 'os.platform') === 'win32' ? 'powershell' : 'sh';
}
