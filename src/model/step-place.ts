/** Where a step must be done, taken apart. */
export type StepPlace =
  | { readonly kind: 'host' | 'windows' | 'gateway-host' | 'client' | 'browser' }
  | { readonly kind: 'container' | 'wsl' | 'ssh'; readonly name: string };

/** The place that a step's `where` names; undefined for a word that names none. */
export function stepPlace(where: string): StepPlace | undefined {
  const [kind = '', name = ''] = where.split(/:(.*)/s);
  switch (kind) {
    case 'host':
    case 'windows':
    case 'gateway-host':
    case 'client':
    case 'browser':
      return { kind };
    case 'container':
    case 'wsl':
    case 'ssh':
      return name === '' ? undefined : { kind, name };
    default:
      return undefined;
  }
}
