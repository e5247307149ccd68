import type { Entry, Framework } from './framework.ts';
import { frameworks } from './frameworks/index.ts';
import { typeNameOf } from './invoke.ts';
import type { Module } from './module.ts';
import { type Node, rangeOf, type Tree } from './tree.ts';
import { sourceOf, type Value } from './values.ts';

/** A framework that runs a script, and the functions that it runs. */
export interface Detected {
  readonly name: string;
  readonly framework: Framework;
  readonly entries: readonly Entry[];
}

/** The framework that a script is written for: by the types of its entry functions, its imports, and how its entries look. */
export function detectFramework(tree: Tree, module: Module, text: string): Detected | null {
  const imports = importedPackages(tree, text);
  let best: { readonly detected: Detected; readonly rank: number } | null = null;
  for (const [name, framework] of Object.entries(frameworks)) {
    const entries = framework.entries(module);
    const isImported = framework.packages.some((each) => imports.has(each));
    if (entries.length === 0 && !(framework.runsTopLevel && isImported)) continue;
    const isSetUp = (framework.setup?.(module).length ?? 0) > 0;
    // A migration of Umzug imports the client that it finds in its context.
    const isImportedFor = isImported && !entries.some(isMeantForAnother);
    const points =
      (isImportedFor ? 8 : 0) + (isSetUp ? 4 : 0) + Math.max(0, ...entries.map((entry) => pointsOf(entry, framework)));
    // What a bare client looks like, others look like too.
    const rank = points === 0 ? 0 : points - (framework.runsTopLevel ? 0.5 : 0);
    if (rank > (best?.rank ?? 0)) best = { detected: { name, framework, entries }, rank };
  }
  return best?.detected ?? null;
}

/** What speaks for an entry function being one of the framework's; 0 when nothing does. */
function pointsOf({ callee, args }: Entry, framework: Framework): number {
  const { node } = callee;
  const parameters = 'params' in node && Array.isArray(node.params) ? (node.params as readonly Node[]) : [];
  const [first] = parameters;
  const type = first ? typeNameOf(first) : null;
  const isTyped = type !== null && framework.types !== undefined && Object.hasOwn(framework.types, type);
  const body = sourceOf(callee.scope).slice(...rangeOf(node));
  const signs = framework.signs?.test(body) ? 3 : 0;
  if (isTyped) return 16 + signs;
  if (!first || !args[0]) return signs;
  return Math.max(0, signs + shape(first, args[0], body));
}

/** Whether a function takes of its first parameter nothing that the framework gives: it is given something else. */
function isMeantForAnother({ callee, args: [given] }: Entry): boolean {
  const { node } = callee;
  const [first] = 'params' in node && Array.isArray(node.params) ? (node.params as readonly Node[]) : [];
  if (!first || !given) return false;
  const members = membersUsed(first, sourceOf(callee.scope).slice(...rangeOf(node)));
  return members.length > 0 && !members.some((name) => has(given, name));
}

/** Whether the members that the function takes of its first parameter are those of what the framework gives: -2 to 2. */
function shape(parameter: Node, given: Value, body: string): number {
  const members = membersUsed(parameter, body);
  const known = members.filter((name) => has(given, name)).length;
  if (members.length === 0) return 0;
  return known === members.length ? 2 : known > members.length / 2 ? 1 : -2;
}

function membersUsed(parameter: Node, body: string): readonly string[] {
  if (parameter.type === 'ObjectPattern')
    return parameter.properties.flatMap((each) => (each.type === 'Property' && each.key.type === 'Identifier' ? [each.key.name] : [])); // prettier-ignore
  if (parameter.type !== 'Identifier') return [];
  const name = parameter.name.replaceAll('$', '\\$');
  const member = new RegExp(`(?<![\\w.$])${name}\\s*\\??\\.\\s*([\\w$]+)`, 'g');
  const taken = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*${name}(?![\\w$.(])`, 'g');
  const used = [...body.matchAll(member)].map(([, one = '']) => one);
  const names = [...body.matchAll(taken)].flatMap(([, list = '']) => list.split(',').flatMap((each) => /^\s*([\w$]+)/.exec(each)?.[1] ?? [])); // prettier-ignore
  return [...new Set([...used, ...names])];
}

function has(value: Value, name: string): boolean {
  if (value.kind === 'object') return value.properties.has(name) || (value.base !== null && has(value.base, name));
  if (value.kind !== 'receiver') return false;
  return Object.hasOwn(value.type.methods, name) || value.type.get?.(value, name) !== undefined;
}

/** The packages that a script imports, requires, or names in a type of a comment; of `kysely/helpers` also `kysely`. */
function importedPackages({ program, comments }: Tree, text: string): ReadonlySet<string> {
  const imports = program.body.flatMap((node) => (node.type === 'ImportDeclaration' ? [node.source.value] : []));
  const required = [...text.matchAll(/\brequire\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, name = '']) => name);
  const mentioned = comments.flatMap((comment) => [...comment.text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(([, name = '']) => name)); // prettier-ignore
  const all = [...imports, ...required, ...mentioned];
  return new Set(
    all.flatMap((name) => [
      name,
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    ]),
  );
}

/** Whether it is `'use strict'` or the like; only one of the parsers leaves the mark out of other statements. */
const isDirective = (node: { readonly directive?: string | null | undefined }) => typeof node.directive === 'string';

/** Whether a script only passes on what other files hold, or says types: such a file does nothing by itself. */
export function isPassive({ program }: Tree): boolean {
  return program.body.every((node) => {
    if (/^(?:Import|ExportAll|TS(?:Interface|TypeAlias|Module|Enum|Import))/.test(node.type)) return true;
    if (node.type === 'ExpressionStatement') return isDirective(node);
    if (node.type !== 'ExportNamedDeclaration') return node.type === 'EmptyStatement';
    return node.declaration === null || node.exportKind === 'type' || node.declaration.type.startsWith('TS');
  });
}
