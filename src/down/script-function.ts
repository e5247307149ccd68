import { type FunctionNode, type WayForm } from '../script/way-form.ts';
import type { Written } from '../script/run-script.ts';
import { type Node, rangeOf } from '../script/tree.ts';
import type { Edit, Range } from '../types.ts';
import { senderOf, type Sender } from './script-sender.ts';

/** What a function must be given to send SQL, and the edits of its head. */
export interface Head {
  readonly sender: Sender;
  readonly edits: readonly Edit[];
}

/** What the function that goes up is given tells what the other is. */
interface Around {
  readonly framework: string;
  readonly written: Written;
  readonly text: string;
  /** The parameters of the function that goes up. */
  readonly model: readonly Node[];
  readonly isTyped: boolean;
  /** Whether parameters behind the first one go. */
  readonly isShort: boolean;
}

/** The parameter where the script shows none, with its type. */
const usual: Readonly<Record<string, readonly [name: string, type: string]>> = {
  'typeorm': ['queryRunner', "import('typeorm').QueryRunner"],
  'knex': ['knex', "import('knex').Knex"],
  'kysely': ['db', "import('kysely').Kysely<unknown>"],
  'sequelize': ['queryInterface', "import('sequelize').QueryInterface"],
  'umzug': ['{ context }', "import('umzug').MigrationParams<import('sequelize').QueryInterface>"],
  'node-pg-migrate': ['pgm', "import('node-pg-migrate').MigrationBuilder"],
  'db-migrate': ['db', 'any'],
  'slonik': ['{ slonik, sql }', "Parameters<import('@slonik/migrator').Migration>[0]"],
  'pg': ['client', "import('pg').ClientBase"],
  'postgres-js': ['sql', "import('postgres').Sql"],
  'drizzle': ['db', "import('drizzle-orm/node-postgres').NodePgDatabase"],
  'prisma': ['prisma', "import('@prisma/client').PrismaClient"],
}; // prettier-ignore

/** What a function needs besides its body to send SQL; null where it can be given nothing that does. */
export function headOf({ function: node, holder }: WayForm, around: Around): Head | null {
  const given = parametersOf(node, around);
  if (!given) return null;
  const { sender } = given;
  const type = node.returnType ? around.text.slice(...rangeOf(node.returnType)) : '';
  const mustWait = sender.calls.isAwaited || (/^:\s*Promise\b/.test(type) && !type.includes('|'));
  const start = holder && (holder.kind === 'member' || isMethod(node, around.text)) ? nameStart(holder.names, around.text) : null;
  const asynchronous = mustWait && !node.async ? [insert(asyncAt(node, start), 'async ')] : [];
  return { sender, edits: [...asynchronous, ...given.edits, ...returned(node, type, mustWait || node.async)] };
} // prettier-ignore

/** A shorthand method has no words of its own before its parameters. */
const isMethod = (node: FunctionNode, text: string) =>
  node.type === 'FunctionExpression' && /^[<(]/.test(text.slice(rangeOf(node)[0]));

/** Of a method the place before its name, else the place before the function. */
const asyncAt = (node: FunctionNode, start: number | null) =>
  node.type === 'FunctionExpression' && start !== null ? start : rangeOf(node)[0];

/** The name with its quote or bracket. */
function nameStart([name]: readonly Range[], text: string): number | null {
  return name ? name[0] - (/[['"]+$/.exec(text.slice(Math.max(name[0] - 2, 0), name[0]))?.[0].length ?? 0) : null;
}

function parametersOf(node: FunctionNode, around: Around): Head | null {
  const { framework, written, model, text, isShort } = around;
  const parameters: readonly Node[] = node.params;
  const [own, ...others] = parameters;
  const last = others.at(-1);
  const edits: readonly Edit[] = own && last && isShort ? [{ range: [rangeOf(own)[1], rangeOf(last)[1]], text: '' }] : [];
  const sender = senderOf(framework, parameters, written);
  if (sender) return { sender, edits };
  const [first, ...more] = framework === 'umzug' ? model : model.slice(0, 1);
  const known = first && senderOf(framework, model, written);
  if (own || !first || !known) return usualParameter(node, own, around, edits);
  const shown = text.slice(rangeOf(first)[0], rangeOf(more.at(-1) ?? first)[1]);
  return { sender: known, edits: [insert(listStart(node, text), shown)] };
} // prettier-ignore

/** The framework's usual parameter in place of one that gives nothing which sends. */
function usualParameter(node: FunctionNode, own: Node | undefined, { framework, written, text, isTyped }: Around, edits: readonly Edit[]): Head | null {
  const [name = '', type = ''] = usual[framework] ?? [];
  const annotation = own && 'typeAnnotation' in own && own.typeAnnotation ? text.slice(...rangeOf(own.typeAnnotation)) : `: ${type}`;
  const parameter = identifierOf(name);
  const sender = senderOf(framework, [parameter], written);
  if (!sender || name === '' || (own?.type === 'Identifier' && own.name === 'this')) return null;
  const range = own ? rangeOf(own) : null;
  const shown = isTyped ? `${name}${annotation}` : name;
  return { sender, edits: [range ? { range, text: shown } : insert(listStart(node, text), shown), ...edits] };
} // prettier-ignore

/** A parameter as the parser would give it: a name, or names in braces. */
function identifierOf(words: string): Node {
  const identifier = (name: string) => ({ type: 'Identifier', name, start: 0, end: 0 }) as unknown as Node;
  const names = /^\{(.*)\}$/.exec(words)?.[1]?.split(',').map((name) => name.trim());
  if (!names) return identifier(words);
  const properties = names.map((name) => ({ type: 'Property', key: identifier(name), value: identifier(name), computed: false }));
  return { type: 'ObjectPattern', properties, start: 0, end: 0 } as unknown as Node;
} // prettier-ignore

/** Behind the parenthesis that opens the list of parameters. */
function listStart(node: FunctionNode, text: string): number {
  const before = node.typeParameters ?? node.id;
  return text.indexOf('(', before ? rangeOf(before)[1] : rangeOf(node)[0]) + 1;
}

/** A function that gives nothing back any more says so. */
function returned(node: FunctionNode, type: string, isPromise: boolean): readonly Edit[] {
  const isFine = isPromise ? /^:\s*Promise(?:Like)?<\s*(?:void|any|unknown|undefined)\s*>$/ : /\b(?:void|any|unknown|undefined)\b/; // prettier-ignore
  if (!node.returnType || isFine.test(type)) return [];
  return [{ range: rangeOf(node.returnType), text: isPromise ? ': Promise<void>' : ': void' }];
}

const insert = (at: number, text: string): Edit => ({ range: [at, at], text });
