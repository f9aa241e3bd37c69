import type { Has } from './behaviour.ts';

/** Whether scopes that were approved for a role cover those that are asked for. */
export function allows(approved: readonly string[], asked: readonly string[], role: string, has: Has): boolean {
  const implies = has('scopes-imply') && role === 'operator';
  return asked.every(
    (scope) =>
      approved.includes(scope) ||
      (implies && approved.includes('operator.admin')) ||
      (implies && scope === 'operator.read' && approved.includes('operator.write')),
  );
}
