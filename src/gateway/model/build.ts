import type { Refused } from './answer.ts';
import { originOf } from './headers.ts';
import { refused, type View } from './view.ts';

/** Was the page served by this build? Asked after everything else, of a page that this gateway served. */
export function build(view: View): Refused | null {
  const { client, headers } = view.attempt;
  const isOwnPage = originOf(headers)?.host === headers.host.toLowerCase();
  if (!view.has('build-check') || client.id !== 'openclaw-control-ui' || client.build === 'same' || !isOwnPage)
    return null;
  const reason = 'protocol mismatch: Control UI updated; reload this page to continue';
  const answer = refused(view, 'scopes', 'stale-build', reason, { code: 'PROTOCOL_MISMATCH' });
  return { ...answer, locality: view.locality };
}
