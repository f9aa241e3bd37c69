import { type Facts, known } from '../model/fact.ts';

/**
 * An assignment, or OpenClaw's own words for a variable that differs from openclaw.json, and for a service that it left
 * as it was installed: 2026.1.29 to 2026.9.6.
 */
const IN_TEXT =
  /OPENCLAW_GATEWAY_(?:TOKEN|PASSWORD)["']?\s{0,4}=|embeds OPENCLAW_GATEWAY_TOKEN|Gateway service already (?:loaded|enabled)|OPENCLAW_GATEWAY_TOKEN (?:does not match|conflicts with|differs from)/;

/** A sentence about a token in an environment, a file of it or a service. */
const PLACE =
  /OPENCLAW_GATEWAY_(?:TOKEN|PASSWORD)|\.env\b|\benv(?:ironment)?\b|\bsystemd unit\b|\bplist\b|\bgateway\.cmd\b|\bEnvironmentFile\b|\bsecret(?:Key)?Ref\b/i;
const SECRET = /\b(?:token|password)s?\b|OPENCLAW_GATEWAY_(?:TOKEN|PASSWORD)|\bEnvironmentFile=|\bsecret(?:Key)?Ref\b/i;
/** … that says that nothing is wrong with it. */
const ALIKE = /\b(?:unchanged|equal|identical|same|matche?s?|no|none|not set|unset|without|has no|removed)\b/i;

/** Whether a text and the notes beside it tell of a token that stands in an environment, a .env file or a service. */
export function secretSigns(text: string, notes: readonly string[], source: string): Facts {
  const isNoted = notes.some((note) => PLACE.test(note) && SECRET.test(note) && !ALIKE.test(note));
  return isNoted || IN_TEXT.test(text) ? { 'text.tokenInEnvironment': known(true, source) } : {};
}
