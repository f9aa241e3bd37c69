import { judgedAs } from '../releases.ts';
import type { Version } from '../version.ts';
import { has } from './behaviour.ts';

/**
 * Whether the Control UI of that version brings a device identity: older ones need a secure context for it, HTTPS or
 * localhost.
 */
export function bringsIdentity(version: Version, isSecureContext: boolean): boolean {
  return isSecureContext || has(judgedAs(version), 'plain-http-identity');
}
