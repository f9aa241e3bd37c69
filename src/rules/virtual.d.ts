declare module 'virtual:shipped-rules' {
  /** The rules of this version, compiled from `rules/` when the bundle was built. */
  export const shippedRules: readonly import('../model/rule.ts').Rule[];
}
declare module 'virtual:openclaw-cli' {
  /** The command lines of OpenClaw's versions, from `fixtures/openclaw-cli/`. */
  export const cliTables: readonly import('./openclaw-cli.ts').CliTable[];
}
