import type { Saying } from '../saying.ts';
import { cliElsewhere, controlUi, node } from '../scenes.ts';

const APPROVE =
  'List who waits with `openclaw devices list` on the gateway’s host, or in its container, and approve the request with `openclaw devices approve REQUEST_ID`.';
const RECONNECT = 'Connect again; clients of OpenClaw do so by themselves.';

/** What ends a connection over approval, and what comes after everything else was in order. */
export const pairing: readonly Saying[] = [
  {
    id: 'not-paired',
    stage: 'pairing',
    means:
      'The secret was right, and the gateway doesn’t know this device yet: it waits for you to approve it. Only clients that it takes as local it approves on its own.',
    fix: `${APPROVE} A new token changes nothing.`,
    next: 'Once approved, the client connects at its next try.',
    scenes: { 'every new device': cliElsewhere(), 'new browsers': controlUi() },
    is: { by: 'not-paired' },
  },
  {
    id: 'scope-upgrade',
    stage: 'pairing',
    means: 'The device is approved, and now asks for scopes that it wasn’t approved for.',
    fix: `See what it would be able to do then. ${APPROVE}`,
    scenes: {
      'paired devices': cliElsewhere({ paired: { scopes: ['operator.read'] } }),
      'paired browsers': controlUi({ paired: { scopes: ['operator.read'] } }),
    },
    is: { by: 'more-scopes' },
  },
  {
    id: 'role-upgrade',
    stage: 'pairing',
    means: 'The device is approved in another role than it asks for now, or its token for this role was revoked.',
    fix: `See who asks, and whether it shall be both. ${APPROVE}`,
    scenes: { 'paired devices': node({ paired: { roles: ['operator'] } }) },
    is: { by: 'other-role' },
  },
  {
    id: 'metadata-upgrade',
    stage: 'pairing',
    means:
      'The device was approved on another system than it names now: an update, a copied identity, or two programs with the same one.',
    fix: `See that it is still the same machine. ${APPROVE}`,
    scenes: { 'paired devices': cliElsewhere({ client: { platform: 'windows' }, paired: {} }) },
    is: { by: 'changed-metadata' },
  },
  {
    id: 'missing-scope',
    stage: 'scopes',
    means:
      'The connection stands, but without the scope that this call needs: a CLI that shows no device is let in with none, and a device has those that it was approved for.',
    fix: 'Run the CLI on the gateway’s host, or inside its container; let a device ask for the scope, and approve that.',
    said: { close: null, words: 'missing scope: operator.read', to: 'the call, not the connection' },
    rules: ['pairing-approval/pending-approval-docker', 'scope-upgrade/scope-upgrade-pending'],
  },
  {
    id: 'node-pairing-changed',
    stage: 'pairing',
    means: 'What the gateway had stored for this node changed while it connected.',
    fix: RECONNECT,
    said: { close: 1008, words: 'node pairing changed during connect', to: 'nodes' },
    openclaw: '>=2026.8.1',
  },
  {
    id: 'node-identity',
    stage: 'pairing',
    means: 'A node got as far as its pairing without the token of its device, so that nothing can be bound to it.',
    fix: 'Pair the node anew, with a setup code or by approving its device.',
    said: { close: 1008, words: 'authenticated node pairing identity unavailable', to: 'nodes' },
    openclaw: '>=2026.8.1',
  },
  {
    id: 'profile',
    stage: 'scopes',
    means:
      'The user is known, but what stands in their profile couldn’t be read just now, at a service outside for instance.',
    fix: 'Wait and connect again; where it lasts, an administrator of the gateway must see to the account.',
    said: {
      close: 1013,
      words:
        'Authenticated profile verification is unavailable. Retry shortly; if this continues, contact a gateway administrator.',
      code: 'AUTHENTICATED_PROFILE_UNAVAILABLE',
    },
    openclaw: '>=2026.8.1',
  },
  {
    id: 'access-denied',
    stage: 'scopes',
    means: 'The user was known to the gateway and has no access any more.',
    fix: 'Ask whoever runs the gateway to give the user access again.',
    said: {
      close: 1008,
      words: 'Gateway access is no longer active; ask a Gateway administrator to restore it.',
    },
    openclaw: '>=2026.9.6',
  },
  {
    id: 'stale-page',
    stage: 'scopes',
    means: 'The page in the browser is of another build than the gateway that served it: it was updated meanwhile.',
    fix: 'Reload the page without the cache, and close its other tabs.',
    scenes: { 'the Control UI': controlUi({ client: { build: 'other' }, paired: {} }) },
    is: { by: 'stale-build' },
  },
  {
    id: 'client-version',
    stage: 'scopes',
    means: 'A node on the gateway’s own host is of an older version than the gateway.',
    fix: 'Restart the node, so that it runs the version that is installed now.',
    said: {
      close: 1008,
      words: 'client version mismatch',
      code: 'CLIENT_VERSION_MISMATCH',
      to: 'nodes on the gateway’s host',
    },
    openclaw: '>=2026.6.1',
  },
  {
    id: 'agent-runtime',
    stage: 'scopes',
    means: 'Something shows a token that only the gateway’s own agents may show, and isn’t one of them.',
    fix: 'Take that token out of the client’s environment, and give it one of its own.',
    said: {
      close: 1008,
      words: 'agent runtime identity token is only accepted from local backend gateway clients',
    },
    openclaw: '>=2026.7.1',
  },
];
