import { fileURLToPath } from 'node:url';
import {
  isArrayLiteralExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isExportDeclaration,
  isIfStatement,
  isImportDeclaration,
  isNumericLiteral,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isTypeNode,
  isUnionTypeNode,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { releases } from '../../src/gateway/releases.ts';

/** One change to a source: what stands from `start` to `end` becomes `text`. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly line: number;
  /** The change in words: `what was there => what is`. */
  readonly change: string;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const api = new API({ cwd: ROOT });
const [project] = api.updateSnapshot({ openProject: `${ROOT}tsconfig.json` }).getProjects();

/** Lets go of the compiler, once all mutants are made. */
export function closeCompiler(): void {
  api.close();
}

/** Operators and methods, and what each is exchanged for. */
const OPERATORS: Readonly<Record<string, string>> = {
  '&&': '||',
  '||': '&&',
  '===': '!==',
  '!==': '===',
  '>': '>=',
  '>=': '>',
  '<': '<=',
  '<=': '<',
  '*': '/',
};
const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  findLast: 'find',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
};

/** Every change that is made to a file. */
export function mutantsOf(path: string): readonly Mutant[] {
  const file = project?.program.getSourceFile(path);
  if (!file) throw new Error(`${path} is no file of the project`);
  const swaps = unionsOf(['attempt.ts', 'answer.ts'].map((name) => `${ROOT}src/gateway/model/${name}`).concat(path));
  const mutants: Mutant[] = [];
  const visit = (node: Node): void => {
    if (isImportDeclaration(node) || isExportDeclaration(node) || isTypeNode(node)) return;
    if (node.kind === SyntaxKind.InterfaceDeclaration || node.kind === SyntaxKind.TypeAliasDeclaration) return;
    mutants.push(...mutantsAt(node, file, swaps));
    node.forEachChild(visit);
  };
  file.forEachChild(visit);
  return mutants;
}

function mutantsAt(node: Node, file: SourceFile, swaps: ReadonlyMap<string, ReadonlySet<string>>): readonly Mutant[] {
  const replace = (target: Node, ...texts: readonly string[]) => texts.map((text) => mutant(file, target, text));
  if (isIfStatement(node))
    return [...replace(node.expression, `!(${textOf(file, node.expression)})`), ...replace(node, '')];
  if (isConditionalExpression(node)) return replace(node.condition, `!(${textOf(file, node.condition)})`);
  if (isBinaryExpression(node)) {
    const operator = textOf(file, node.operatorToken);
    if (operator === '??') return replace(node, textOf(file, node.left));
    return operator in OPERATORS ? replace(node.operatorToken, OPERATORS[operator] ?? '') : [];
  }
  if (isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    return replace(node, textOf(file, node.operand));
  if (isArrayLiteralExpression(node)) {
    const elements = node.elements.map((element) => textOf(file, element));
    return elements.flatMap((_, index) =>
      replace(node, `[${elements.filter((__, other) => other !== index).join(', ')}]`),
    );
  }
  if (isPropertyAccessExpression(node)) {
    const method = METHODS[textOf(file, node.name)];
    return method === undefined ? [] : replace(node.name, method);
  }
  // By their names questions are booleans.
  if (isCallExpression(node) && /(?:^|\.)(?:has|does|allows|is[A-Z]\w*)$/.test(textOf(file, node.expression)))
    return replace(node, 'true', 'false');
  if (isNumericLiteral(node)) return replace(node, `(${textOf(file, node)} + 1)`);
  if (node.kind === SyntaxKind.TrueKeyword) return replace(node, 'false');
  if (node.kind === SyntaxKind.FalseKeyword) return replace(node, 'true');
  if (
    !isStringLiteral(node) &&
    node.kind !== SyntaxKind.NoSubstitutionTemplateLiteral &&
    node.kind !== SyntaxKind.TemplateHead
  )
    return [];
  if (node.kind === SyntaxKind.TemplateHead || /\d{4}\.\d+\.\d+/.test(textOf(file, node))) return shifted(file, node);
  const value = (node as Node & { readonly text: string }).text;
  return replace(node, ...[...(swaps.get(value) ?? ['~'])].map((other) => `'${other}'`));
}

/** The bounds of a range, each moved to the release before and to the one after. */
function shifted(file: SourceFile, node: Node): readonly Mutant[] {
  const text = textOf(file, node);
  return [...text.matchAll(/2026\.\d+\.\d+(?:-beta\.\d+)?/g)].flatMap(({ 0: bound, index }) => {
    const at = releases.findIndex((release) => release.text === bound);
    const neighbours = at < 0 ? ['2026.1.29', '2026.9.6'] : [releases[at - 1]?.text, releases[at + 1]?.text];
    return neighbours.flatMap((other) =>
      other === undefined ? [] : [mutant(file, node, text.slice(0, index) + other + text.slice(index + bound.length))],
    );
  });
}

/** For each string of a union of such, the one that follows it there. */
function unionsOf(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map<string, Set<string>>();
  for (const path of new Set(paths)) {
    const file = project?.program.getSourceFile(path);
    const visit = (node: Node): void => {
      if (isUnionTypeNode(node)) {
        const members = node.types.flatMap((type) => /^\s*'([^']*)'$/.exec(file ? textOf(file, type) : '')?.[1] ?? []);
        for (const [index, member] of members.entries()) {
          const other = members[(index + 1) % members.length] ?? '~';
          if (other !== member) next.set(member, (next.get(member) ?? new Set()).add(other));
        }
      }
      node.forEachChild(visit);
    };
    file?.forEachChild(visit);
  }
  return next;
}

function mutant(file: SourceFile, node: Node, text: string): Mutant {
  const start = node.getStart(file);
  const before = file.text.slice(start, node.end);
  const line = file.text.slice(0, start).split('\n').length;
  const shown = text === '' ? 'nothing' : text;
  return { start, end: node.end, text, line, change: `${before} => ${shown}`.replace(/\s+/g, ' ') };
}

function textOf(file: SourceFile, node: Node): string {
  return file.text.slice(node.getStart(file), node.end);
}
