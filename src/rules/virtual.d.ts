declare module 'virtual:shipped-rules' {
  /** The rules of this version, compiled from `rules/` when the bundle was built. */
  export const shippedRules: readonly import('../model/rule.ts').Rule[];
}
declare module 'virtual:openclaw-cli' {
  /** The command lines of OpenClaw's versions, from `fixtures/openclaw-cli/`. */
  export const cliTables: readonly import('./openclaw-cli.ts').CliTable[];
}

declare module 'virtual:questions' {
  export const questions: readonly import('../questions/question.ts').QuestionPlan[];
}

declare module 'virtual:signatures' {
  export const signatures: import('../signatures/signature.ts').Signatures;
}
declare module 'virtual:case-counts' {
  /** How many cases lie beside each shipped rule, by its id. */
  export const caseCounts: Readonly<Record<string, number>>;
}

declare module 'virtual:profiles' {
  export const profiles: import('../resemblance/profiles.ts').Profiles;
}

declare module 'virtual:measures' {
  /** The measures of this version, compiled from `rules/hardening/`. */
  export const measures: readonly import('../model/measure.ts').MeasurePlan[];
}
