import type { Saying } from '../saying.ts';

const AGAIN = 'Connect again; clients of OpenClaw do so by themselves.';

/** What ends a connection that stood already, and what ends one without a word of the gateway's. */
export const later: readonly Saying[] = [
  {
    id: 'slow-consumer',
    stage: 'scopes',
    means: 'The client took what the gateway sent too slowly, so that too much was left to send.',
    fix: `${AGAIN} Where it happens often, the network between is too slow, or the client’s machine is too busy.`,
    said: { close: 1008, words: 'slow consumer' },
  },
  {
    id: 'unauthorized-calls',
    stage: 'scopes',
    means: 'The client went on calling what it may not call.',
    fix: 'Approve the scopes that it needs, or stop the program that asks again and again.',
    said: { close: 1008, words: 'repeated unauthorized calls' },
    openclaw: '>=2026.2.25',
    rules: ['scope-upgrade/scope-upgrade-pending'],
  },
  {
    id: 'auth-changed',
    stage: 'auth',
    means: 'The gateway’s token or password was changed, so that every connection made with the old one ends.',
    fix: 'Give the client the new token or password.',
    next: 'A client that goes on with the old one gets «token mismatch».',
    said: { close: 4001, words: 'gateway auth changed' },
    openclaw: '>=2026.4.5',
    rules: ['shared-secret/token-mismatch', 'shared-secret/token-mismatch-env-override'],
  },
  {
    id: 'policy-changed',
    stage: 'auth',
    means: 'Settings of the gateway that decide who may connect were changed; every connection is judged anew.',
    fix: AGAIN,
    said: { close: 4001, words: 'gateway policy changed' },
    openclaw: '>=2026.9.6',
  },
  {
    id: 'client-invalidated',
    stage: 'auth',
    means: 'What this connection rested on was taken back: its token, its device, or its user’s access.',
    fix: `${AGAIN} It is then told what it lacks.`,
    said: { close: 4001, words: 'client invalidated' },
    openclaw: '>=2026.7.1',
    rules: ['device-credential/device-token-mismatch'],
  },
  {
    id: 'device-removed',
    stage: 'pairing',
    means: 'Somebody removed this device from the paired ones.',
    fix: 'Connect again with the gateway’s token, and have the device approved, if it shall come back.',
    next: 'The device is a new one: «pairing required».',
    said: { close: 4001, words: 'device removed' },
    openclaw: '>=2026.4.5',
    rules: ['device-credential/device-token-mismatch'],
  },
  {
    id: 'service-restart',
    stage: 'upgrade',
    means: 'The gateway restarts: after changed settings, an update, or on somebody’s word.',
    fix: `${AGAIN} Where it restarts again and again, its log says why.`,
    said: { close: 1012, words: 'service restart' },
  },
  {
    id: 'node-capabilities',
    stage: 'upgrade',
    means: 'What the gateway’s plugins want of nodes has changed, so that the node must introduce itself anew.',
    fix: AGAIN,
    said: { close: 1012, words: 'node capabilities changed', to: 'nodes' },
    openclaw: '>=2026.9.6',
  },
  {
    id: 'tick-timeout',
    stage: 'tcp',
    means:
      'The client itself gave up: nothing came from the gateway for too long. The network broke off, or one of the two was asleep.',
    fix: `${AGAIN} Behind a proxy let it keep idle WebSockets open for more than a minute.`,
    said: { close: 4000, words: 'tick timeout', to: 'nobody: the client says so' },
  },
  {
    id: 'no-close-frame',
    stage: 'tcp',
    means:
      'The connection broke off without a word of the gateway’s: its process ended, a proxy or the network cut it, or there was nobody at that address in the first place.',
    fix: 'See whether the gateway runs and listens where the client dials, and what its log says last. Behind a proxy look at the proxy’s log, too.',
    said: { close: 1006, words: '', to: 'nobody: the client says so' },
    rules: [
      'gateway-not-serving/gateway-down',
      'client-target/cli-wrong-target',
      'container-network/bind-loopback-in-container',
    ],
  },
];
