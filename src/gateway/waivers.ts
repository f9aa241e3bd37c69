/** A switch that takes a check of the gateway or of a client away. */
export interface Waiver {
  readonly name: string;
  /** The versions in which it does something: in others it weakens nothing and mends nothing. */
  readonly openclaw: string;
}

/** DECISIONS F16 to F19, and the client's own for plain ws:// to private addresses. */
export const waivers: readonly Waiver[] = [
  { name: 'allowInsecureAuth', openclaw: '<2026.7.2-beta.7' },
  { name: 'dangerouslyDisableDeviceAuth', openclaw: '<2026.7.2-beta.7' },
  { name: 'dangerouslyAllowHostHeaderOriginFallback', openclaw: '>=2026.2.23' },
  { name: 'OPENCLAW_ALLOW_INSECURE_PRIVATE_WS', openclaw: '>=2026.3.2' },
];

/** The switches that a text turns on, be it an argv, lines of a file or a sentence. */
export function waiversIn(text: string): readonly Waiver[] {
  return waivers.filter(({ name }) => new RegExp(`${name}\\W{1,6}(?:true|1)\\b`).test(text));
}
