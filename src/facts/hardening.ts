import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { browserFacts, leftDevices, otherRequests } from './left-devices.ts';
import { publishFacts } from './publish-users.ts';
import { wideSettings } from './wide-settings.ts';

/** The facts with what measures ask for besides. What was stated stays as it is. */
export function hardeningFacts(facts: Facts): Facts {
  return {
    ...publishFacts(facts),
    ...wideSettings(facts),
    ...browserFacts(facts),
    ...leftDevices(facts),
    ...otherRequests(facts),
    ...removal(facts),
    ...facts,
  };
}

/** On Windows no program of its own deletes a file: there it is the user's. */
function removal(facts: Facts): Facts {
  const old = facts['backups.old'];
  if (old?.status !== 'known') return {};
  if (old.value.length === 0 || valueIn(facts, 'os.platform') === 'win32')
    return { 'backups.remove': unknown('there is no command for it here') };
  return { 'backups.remove': known(['rm', '--', ...old.value], old.source) };
}
