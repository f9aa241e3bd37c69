import type { Saying } from '../saying.ts';
import { cliElsewhere, controlUi } from '../scenes.ts';

const CLOCK = 'Set the clock of the client’s machine, and that of the gateway’s, by the network.';
const UPDATE = 'Bring client and gateway to the same version, and connect again.';

/** What ends a connection over the device: none shown, or one whose proof doesn't hold. */
export const identity: readonly Saying[] = [
  {
    id: 'control-ui-identity',
    stage: 'identity',
    means: [
      'The page shows no device identity, and without one it is let in under no condition that is met here.',
      {
        lacks: 'plain-http-identity',
        say: 'A browser makes one only in a secure context: over HTTPS, or at http://localhost or http://127.0.0.1.',
      },
      {
        has: 'plain-http-identity',
        say: 'In this version plain HTTP is no cause of that any more: the browser keeps nothing for the page (a private window, blocked site data), or the page is older than the gateway.',
      },
    ],
    fix: [
      {
        lacks: 'plain-http-identity',
        say: 'Open the page over HTTPS, through Tailscale Serve or a proxy with a certificate, or at http://localhost by an SSH tunnel to the gateway’s host.',
      },
      {
        has: 'plain-http-identity',
        say: 'Let the browser keep site data for the page, reload it without the cache, and open it from the gateway itself.',
      },
    ],
    next: 'With an identity the page gets as far as the token, and a new browser then as far as «pairing required».',
    scenes: { 'the Control UI': controlUi({ device: null }) },
    is: { by: 'no-device-identity' },
  },
  {
    id: 'identity',
    stage: 'identity',
    means: 'The client shows no device identity, nor the gateway’s secret, which stands in for one for some clients.',
    fix: 'Let the client keep its state, in which its identity is: a CLI or node whose state folder can’t be written to makes none. A program of your own needs the gateway’s token at least.',
    next: 'With an identity and the right token, a new device gets «pairing required».',
    scenes: { 'clients without token': cliElsewhere({ device: null, credentials: { token: null } }) },
    is: { by: 'no-device-identity' },
  },
  {
    id: 'device-id',
    stage: 'identity',
    means: 'The device’s id isn’t made of the key that it shows: its identity is damaged, or patched together of two.',
    fix: 'Let the client make a new identity: clear the page’s site data, or move the client’s identity away and connect again. The new device must then be approved.',
    next: 'The new identity is a new device: «pairing required».',
    scenes: { 'every client': cliElsewhere({ device: { isIdOfKey: false } }) },
    is: { by: 'device-proof', words: 'device identity mismatch' },
  },
  {
    id: 'device-clock',
    stage: 'identity',
    means: [
      'The proof that the client sent is too old or from the future: the two clocks differ by more than',
      { has: 'nonce-required', say: 'two minutes.' },
      { lacks: 'nonce-required', say: 'ten minutes.' },
    ],
    fix: CLOCK,
    scenes: { 'every client': cliElsewhere({ device: { clockSkewMs: -20 * 60_000 } }) },
    is: { by: 'device-proof', words: 'device signature expired' },
  },
  {
    id: 'device-nonce-missing',
    stage: 'identity',
    means: 'The client doesn’t repeat the number that the gateway had sent it: its way of signing is an older one.',
    fix: `Update the client: it signs by an older form of the protocol. ${UPDATE}`,
    scenes: { 'every client': cliElsewhere({ device: { nonce: 'blank' } }) },
    is: { by: 'device-proof', words: 'device nonce required' },
  },
  {
    id: 'device-nonce',
    stage: 'identity',
    means: 'The client repeats another number than the gateway had sent it on this connection.',
    fix: `Connect again. Where it stays so, something between repeats old messages, or the client is at fault: update it. ${UPDATE}`,
    scenes: { 'every client': cliElsewhere({ device: { nonce: 'wrong' } }) },
    is: { by: 'device-proof', words: 'device nonce mismatch' },
  },
  {
    id: 'device-signature',
    stage: 'identity',
    means: 'What the client signed isn’t what this version of the gateway has signed.',
    fix: UPDATE,
    scenes: { 'every client': cliElsewhere({ device: { signature: 'invalid' } }) },
    is: { by: 'device-proof', words: 'device signature invalid' },
  },
  {
    id: 'device-key',
    stage: 'identity',
    means: 'The device’s public key can’t be read: its identity is damaged.',
    fix: 'Let the client make a new identity: clear the page’s site data, or move the client’s identity away and connect again. The new device must then be approved.',
    next: 'The new identity is a new device: «pairing required».',
    said: {
      close: 1008,
      words: 'device public key invalid',
      code: 'DEVICE_AUTH_PUBLIC_KEY_INVALID',
      coded: 'codes-of-proof',
      reason: 'device-public-key',
    },
  },
];
