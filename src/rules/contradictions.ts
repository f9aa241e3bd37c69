import { releasesIn } from '../gateway/releases.ts';
import type { Condition, Test } from '../model/rule.ts';
import { operators } from './conditions.ts';

/**
 * Why no facts can meet all of the conditions at once, or undefined where some may: comparisons of one fact that exclude
 * each other. Disjunctions and comparisons with other facts aren't looked into.
 */
export function contradictionIn(conditions: readonly Condition[]): string | undefined {
  const claims = conditions.flatMap((condition) => claimsOf(condition, true));
  const facts = new Set(claims.map(({ test }) => test.fact));
  for (const fact of facts) {
    const own = claims.filter(({ test }) => test.fact === fact);
    if (excludes(own)) return `"${fact}" can't be both: ${own.map(inWords).join(', ')}`;
  }
  return undefined;
}

/** A comparison that must hold, or must not. */
interface Claim {
  readonly test: Test;
  readonly holds: boolean;
}

function claimsOf(condition: Condition, holds: boolean): Claim[] {
  if ('not' in condition) return claimsOf(condition.not, !holds);
  if ('all' in condition) return holds ? condition.all.flatMap((part) => claimsOf(part, true)) : [];
  if ('any' in condition) return holds ? [] : condition.any.flatMap((part) => claimsOf(part, false));
  return [{ test: condition, holds }];
}

function excludes(claims: readonly Claim[]): boolean {
  const known = claims.filter(({ test }) => test.op === 'known').map(({ test, holds }) => test.operand === holds);
  if (known.includes(false) && (known.includes(true) || known.length < claims.length)) return true;
  const values = claims.filter(({ test }) => !['known', 'sameAs', 'in'].includes(test.op));
  const candidates = candidatesOf(values);
  if (candidates) return !candidates.some((value) => values.every((claim) => allows(claim, value)));
  return values.some((claim, index) => values.slice(index + 1).some((other) => exclude(claim, other)));
}

/** The only values that there can be, where a comparison names them. */
function candidatesOf(claims: readonly Claim[]): readonly unknown[] | undefined {
  for (const { test, holds } of claims) {
    if (!holds) continue;
    if (test.op === 'equals') return [test.operand];
    if (test.op === 'oneOf') return test.operand as unknown[];
  }
  return undefined;
}

function allows({ test, holds }: Claim, value: unknown): boolean {
  const truth = operators[test.op]?.test(value, test.operand, () => ({ status: 'unknown', reason: '' }));
  return truth === 'unknown' || truth === holds;
}

/** Two comparisons neither of which names its values. */
function exclude(a: Claim, b: Claim): boolean {
  const isSameTest = a.test.op === b.test.op && JSON.stringify(a.test.operand) === JSON.stringify(b.test.operand);
  if (isSameTest) return a.holds !== b.holds;
  if (!a.holds || !b.holds) return false;
  const ops = [a.test.op, b.test.op];
  if (ops.every((op) => op === 'present')) return true;
  if (ops.includes('atLeast') && ops.includes('atMost')) {
    const [least, most] = a.test.op === 'atLeast' ? [a, b] : [b, a];
    return (least.test.operand as number) > (most.test.operand as number);
  }
  return ops.every((op) => op === 'version') && areApart(String(a.test.operand), String(b.test.operand));
}

/** Whether no known release is in both ranges. */
export function areApart(a: string, b: string): boolean {
  const others = releasesIn(b);
  return !releasesIn(a).some((release) => others.includes(release));
}

const inWords = ({ test, holds }: Claim) => `${holds ? '' : 'not '}${test.op} ${JSON.stringify(test.operand)}`;
