import { holdsFor } from '../gateway/releases.ts';
import { type Facts, known, unknown, valueIn } from '../model/fact.ts';
import { possibleReleases } from './releases.ts';

/** In these a CLI beside a gateway that is bound to lan dials the host's LAN address; 2026.2.19 then refuses to, as that is plain ws://. */
const DIALS_LAN = '>=2026.2.9 <2026.2.21';

/** What stands for the gateway's token in a command that the user completes. */
export const TOKEN_PLACE = 'GATEWAY_TOKEN';

/** The options that a CLI beside the gateway needs so as to reach it as 127.0.0.1. */
export function reachFacts(facts: Facts): Facts {
  const bind = facts['gateway.bind'];
  if (bind?.status !== 'known') {
    const reason = bind?.reason ?? 'what the gateway listens on is not known';
    return { 'gateway.reach': unknown(reason), 'gateway.reachNote': unknown(reason) };
  }
  if (bind.value !== 'lan' || holdsFor(DIALS_LAN, possibleReleases(facts)) !== true)
    return { 'gateway.reach': known([], bind.source), 'gateway.reachNote': known(null, bind.source) };
  const scheme = valueIn(facts, 'gateway.config.tls') === true ? 'wss' : 'ws';
  const port = valueIn(facts, 'gateway.port') ?? valueIn(facts, 'gateway.config.port') ?? 18789;
  return {
    'gateway.reach': known(['--url', `${scheme}://127.0.0.1:${port}`, '--token', TOKEN_PLACE], bind.source),
    'gateway.reachNote': known(
      `Put the gateway's token in the place of ${TOKEN_PLACE}: with bind=lan this version's CLI dials its LAN address otherwise, and is refused itself.`,
      bind.source,
    ),
  };
}
