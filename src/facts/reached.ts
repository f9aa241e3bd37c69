import type { Reach } from '../gateway/changes.ts';
import { type Facts, known, valueIn } from '../model/fact.ts';
import { portIn } from './attempt.ts';

const THEN = 'the option';

/** The facts of the way to a gateway as they would be with what an option changes there. */
export function reached(facts: Facts, reach: Reach): Facts {
  const running = known(true, THEN);
  const dialling = (url: string): Facts => ({ ...facts, 'client.url': known(url, THEN) });
  const bound = (bind: string): Facts => ({
    ...facts,
    'gateway.bind': known(bind, THEN),
    'gateway.running': running,
  });
  switch (reach) {
    case 'start':
      return { ...facts, 'gateway.running': running };
    case 'bind-lan':
      return bound('lan');
    case 'bind-loopback':
      return bound('loopback');
    case 'dial-loopback':
    case 'dial-published':
      return dialling(`ws://127.0.0.1:${portIn(facts)}`);
    case 'beside':
      // As on a host, nothing is in between.
      return {
        ...dialling(`ws://127.0.0.1:${valueIn(facts, 'gateway.port') ?? 18789}`),
        'gateway.hostNetwork': known(true, THEN),
      };
    case 'publish': {
      const port = valueIn(facts, 'gateway.port') ?? 18789;
      const published = known([`127.0.0.1:${port}->${port}/tcp`], THEN);
      return { ...dialling(`ws://127.0.0.1:${port}`), 'gateway.published': published };
    }
    case 'dial-plain':
      return dialling((valueIn(facts, 'client.url') ?? `ws://127.0.0.1:${portIn(facts)}`).replace(/^wss:/, 'ws:'));
    case 'dial-tls':
      return dialling((valueIn(facts, 'client.url') ?? `ws://127.0.0.1:${portIn(facts)}`).replace(/^ws:/, 'wss:'));
    case 'dial-right':
      return dialling("the gateway's own address");
    case 'token-auth':
    case 'password-auth':
      return {
        ...facts,
        'gateway.config.authMode': known(reach === 'token-auth' ? 'token' : 'password', THEN),
        'gateway.running': running,
      };
    case 'open-way':
    case 'in-time':
      return facts;
    default:
      return reach satisfies never;
  }
}
