import type { Refused } from './answer.ts';
import { refused, type View } from './view.ts';

const MINUTE_MS = 60_000;

/** Does the proof of the device identity hold? */
export function proof(view: View): Refused | null {
  const { device, has, socketLocality } = view;
  if (!device) return null;
  const { nonce, signature } = device;
  const isStrict = has('nonce-required');
  const isNonceNeeded = isStrict || socketLocality.kind === 'remote';
  const isNonceSent = nonce === 'right' || nonce === 'wrong';
  if (!device.isIdOfKey) return unproven(view, 'device identity mismatch', 'DEVICE_ID_MISMATCH', 'device-id-mismatch');
  if (Math.abs(device.clockSkewMs) > (isStrict ? 2 : 10) * MINUTE_MS)
    return unproven(view, 'device signature expired', 'SIGNATURE_EXPIRED', 'device-signature-stale');
  if (isNonceNeeded && !isNonceSent)
    return unproven(view, 'device nonce required', 'NONCE_REQUIRED', 'device-nonce-missing');
  if (nonce === 'wrong') return unproven(view, 'device nonce mismatch', 'NONCE_MISMATCH', 'device-nonce-mismatch');
  const isSigned = isNonceSent ? signature === 'v2' || (signature === 'v3' && has('signature-v3')) : signature === 'v1';
  return isSigned ? null : unproven(view, 'device signature invalid', 'SIGNATURE_INVALID', 'device-signature');
}

function unproven(view: View, reason: string, code: string, detail: string): Refused {
  const named = view.has('codes-of-proof') ? code : 'INVALID';
  return refused(view, 'identity', 'device-proof', reason, { code: `DEVICE_AUTH_${named}`, detail });
}
