import type { State } from './state.ts';

/** The work that a screen needs. The controller has under way what the present screen asks for, and nothing else. */
export type Work =
  | { readonly kind: 'none' }
  /** One look, its probes told as they go. */
  | { readonly kind: 'look'; readonly container: string | null }
  /** Looks again and again, quietly. */
  | { readonly kind: 'watch'; readonly container: string | null }
  | { readonly kind: 'run'; readonly argv: readonly string[]; readonly since: number };

export function workOf({ screen, container, exit, patient }: State): Work {
  if (exit !== null) return { kind: 'none' };
  switch (screen.kind) {
    case 'looking':
    case 'checking':
      return { kind: 'look', container };
    case 'approving':
    case 'confirming':
    case 'waiting':
      return patient === 'machine' ? { kind: 'watch', container } : { kind: 'none' };
    case 'running':
      return screen.result === null ? { kind: 'run', argv: screen.argv, since: screen.since } : { kind: 'none' };
    case 'choosing':
    case 'diagnosis':
    case 'options':
    case 'accepting':
    case 'step':
    case 'done':
      return { kind: 'none' };
    default:
      return screen satisfies never;
  }
}
