import { rangeInWords } from '../gateway/version.ts';
import type { Condition, Test } from '../model/rule.ts';

/** A condition in words, as a tree. */
export interface Outline {
  readonly say: string;
  readonly items?: readonly Outline[];
}

/** A condition in words: all that must hold, one line each. */
export function conditionInWords(condition: Condition | undefined): readonly Outline[] {
  if (!condition) return [];
  return 'all' in condition ? condition.all.map(outline) : [outline(condition)];
}

/** The names of facts and fields that a condition asks for, each once. */
export function namesIn(condition: Condition | undefined): readonly string[] {
  if (!condition) return [];
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    return [...new Set(parts.flatMap(namesIn))];
  }
  if ('not' in condition) return namesIn(condition.not);
  return ['sameAs', 'in'].includes(condition.op) ? [condition.fact, String(condition.operand)] : [condition.fact];
}

function outline(condition: Condition): Outline {
  if ('all' in condition) return { say: 'all of these hold:', items: condition.all.map(outline) };
  if ('any' in condition) return { say: 'one of these holds:', items: condition.any.map(outline) };
  if ('not' in condition) {
    const { not } = condition;
    return 'fact' in not ? { say: testInWords(not, false) } : { say: 'this does not hold:', items: [outline(not)] };
  }
  return { say: testInWords(condition, true) };
}

function testInWords({ fact, op, operand }: Test, isSo: boolean): string {
  const is = isSo ? 'is' : 'is not';
  const say = (words: string) => `\`${fact}\` ${words}`;
  switch (op) {
    case 'equals':
      return operand === null ? say(isSo ? 'is absent' : 'is there') : say(`${is} ${valueInWords(operand)}`);
    case 'oneOf':
      return say(`${is} ${(operand as unknown[]).map(valueInWords).join(' or ')}`);
    case 'present':
      return say((operand === true) === isSo ? 'is there' : 'is absent');
    case 'known':
      return say((operand === true) === isSo ? 'could be learnt' : 'could not be learnt');
    case 'contains':
      return say(`${isSo ? 'holds' : 'does not hold'} ${valueInWords(operand)}`);
    case 'startsWith':
      return say(`${isSo ? 'begins' : 'does not begin'} with ${[operand].flat().map(valueInWords).join(' or ')}`);
    case 'atLeast':
      return say(isSo ? `is ${operand} or more` : `is less than ${operand}`);
    case 'atMost':
      return say(isSo ? `is ${operand} or less` : `is more than ${operand}`);
    case 'within':
      return say(`${isSo ? 'lies' : 'does not lie'} in ${(operand as string[]).join(' or ')}`);
    case 'version':
      return say(`${is} ${rangeInWords(String(operand))}`);
    case 'sameAs':
      return say(`${isSo ? 'equals' : 'differs from'} \`${operand}\``);
    case 'in':
      return say(`${is} in \`${operand}\``);
    default:
      return say(`${isSo ? '' : 'not '}${op} ${JSON.stringify(operand)}`);
  }
}

function valueInWords(value: unknown): string {
  if (value === null) return 'absent';
  if (value === true) return 'true';
  return value === false ? 'false' : `«${value}»`;
}
