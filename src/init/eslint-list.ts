import { bare, keyOf, rangeOf, type Node, type NodeOf } from '../script/tree.ts';
import type { Range } from '../types.ts';

type Program = NodeOf<'Program'>;

/** The list of entries that a configuration of ESLint exports. */
export interface ExportedList {
  readonly style: 'module' | 'commonjs';
  /** The statement that holds it. */
  readonly statement: Node;
  /** The list, or the call that takes the entries. */
  readonly range: Range;
  /** Where its first entry may stand. */
  readonly start: number;
  readonly entries: readonly Range[];
}

/** Functions that take entries and lists of entries, each as one argument. */
const takers = ['eslint/config defineConfig', '@eslint/config-helpers defineConfig', 'typescript-eslint config'];

/** The list of entries when it is certain which one that is, and that an entry may be added to it; else null. */
export function exportedList(program: Program, text: string): ExportedList | null {
  const found = program.body.flatMap(exportIn);
  const [only] = found;
  if (!only || found.length > 1) return null;
  const { statement, value } = named(only, program) ?? only;
  const list = listIn(bare(value), importsOf(program), text);
  return list && { ...list, style: only.style, statement };
}

interface Exported {
  readonly style: 'module' | 'commonjs';
  readonly statement: Node;
  readonly value: Node;
}

function exportIn(statement: Node): readonly Exported[] {
  if (statement.type === 'ExportDefaultDeclaration')
    return [{ style: 'module', statement, value: statement.declaration }];
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return [];
  const { left, right } = statement.expression;
  const isExports =
    left.type === 'MemberExpression' &&
    left.object.type === 'Identifier' &&
    left.object.name === 'module' &&
    keyOf(left.property, left.computed) === 'exports';
  return isExports ? [{ style: 'commonjs', statement, value: right }] : [];
}

/** What a constant stands for; null for anything that is no name, or the name of something else. */
function named({ value, style }: Exported, program: Program): Exported | null {
  const name = bare(value);
  if (name.type !== 'Identifier') return null;
  const found = program.body.flatMap((statement) => {
    if (statement.type !== 'VariableDeclaration' || statement.kind !== 'const') return [];
    const one = statement.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name.name);
    return one?.init ? [{ style, statement, value: one.init }] : [];
  });
  return found[0] ?? null;
}

type Found = Pick<ExportedList, 'range' | 'start' | 'entries'>;

function listIn(node: Node, imports: ReadonlyMap<string, string>, text: string): Found | null {
  if (node.type === 'ArrayExpression') {
    const entries = node.elements.flatMap((element) => (element === null ? [] : [rangeOf(element)]));
    const range = rangeOf(node);
    return entries.length === node.elements.length ? { range, start: range[0] + 1, entries } : null;
  }
  if (node.type !== 'CallExpression' || node.optional || !takers.includes(originOf(node.callee, imports))) return null;
  const [first] = node.arguments;
  const list = first && node.arguments.length === 1 ? bare(first) : null;
  if (list?.type === 'ArrayExpression') return listIn(list, imports, text);
  const start = text.indexOf('(', rangeOf(node.typeArguments ?? node.callee)[1]) + 1;
  return { range: rangeOf(node), start, entries: node.arguments.map(rangeOf) };
}

/** A function by the module and name that it is imported by, with a space between them. */
function originOf(callee: Node, imports: ReadonlyMap<string, string>): string {
  if (callee.type === 'Identifier') return imports.get(callee.name) ?? '';
  if (callee.type !== 'MemberExpression' || callee.optional || callee.object.type !== 'Identifier') return '';
  const [, module] = /^(\S+) (?:default|\*)$/.exec(imports.get(callee.object.name) ?? '') ?? [];
  return module === undefined ? '' : `${module} ${keyOf(callee.property, callee.computed) ?? ''}`;
}

/** What the names of a file are imported from. */
function importsOf({ body }: Program): ReadonlyMap<string, string> {
  return new Map(
    body.flatMap((statement) => {
      if (statement.type === 'ImportDeclaration') return importedBy(statement);
      if (statement.type === 'VariableDeclaration' && statement.kind === 'const') return requiredBy(statement);
      return [];
    }),
  );
}

type Names = [name: string, origin: string][];

function importedBy({ source, specifiers }: NodeOf<'ImportDeclaration'>): Names {
  return specifiers.map((one) => {
    if (one.type === 'ImportNamespaceSpecifier') return [one.local.name, `${source.value} *`];
    const name = one.type === 'ImportDefaultSpecifier' ? 'default' : (keyOf(one.imported, false) ?? '');
    return [one.local.name, `${source.value} ${name}`];
  });
}

function requiredBy({ declarations }: NodeOf<'VariableDeclaration'>): Names {
  return declarations.flatMap(({ id, init }) => {
    const module = init && requiredModule(init);
    if (module === null) return [];
    if (id.type === 'Identifier') return [[id.name, `${module} *`]];
    if (id.type !== 'ObjectPattern') return [];
    return id.properties.flatMap((one): Names => {
      if (one.type !== 'Property' || one.value.type !== 'Identifier') return [];
      return [[one.value.name, `${module} ${keyOf(one.key, one.computed) ?? ''}`]];
    });
  });
}

/** The module that `require('…')` names, or null. */
export function requiredModule(node: Node): string | null {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return null;
  const [name] = node.arguments;
  return name?.type === 'Literal' && typeof name.value === 'string' ? name.value : null;
}
