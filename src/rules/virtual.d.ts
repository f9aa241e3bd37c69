declare module 'virtual:shipped-rules' {
  /** The rules of this version, compiled from `rules/` when the bundle was built. */
  export const shippedRules: readonly import('../model/rule.ts').Rule[];
}
