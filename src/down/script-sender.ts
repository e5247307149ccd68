import { type By, type Calls, scriptCalls } from '../new/script-calls.ts';
import type { Written } from '../script/run-script.ts';
import { keyOf, type Node } from '../script/tree.ts';
import { libraryOf } from '../script/umzug/context.ts';
import { importedAs, type Imported } from './script-import.ts';

/** How a migration's function sends SQL. */
export interface Sender {
  readonly calls: Calls;
  readonly by: By;
  /** What must be imported for it, or null. */
  readonly imported: Imported | null;
}

/** Where a function finds what sends: members and parts of its first parameter, the best first. */
type Places = readonly (readonly string[])[];

/** Of frameworks that give it as the first parameter itself. */
const direct: Places = [[]];

/** What projects call it where they put several things into Umzug's context. */
const held: Readonly<Record<string, Places>> = {
  sequelize: [['sequelize'], ['queryInterface', 'sequelize'], ['qi', 'sequelize']],
  knex: [['knex'], ['db'], ['database'], ['connection']],
  kysely: [['kysely'], ['db'], ['database']],
  pg: [['client'], ['pool'], ['pg'], ['db'], ['connection'], ['database']],
  slonik: [['slonik'], ['connection'], ['pool'], ['db'], ['database']],
  'postgres-js': [['sql'], ['db'], ['connection'], ['database']],
};

const placesOf: Readonly<Record<string, Places>> = {
  knex: [[], ['schema']],
  sequelize: [['sequelize'], ['context', 'sequelize'], ['queryInterface', 'sequelize']],
  slonik: [['slonik'], ['connection'], ['context', 'slonik'], ['context', 'connection']],
};

/** Where the template's tag comes from. */
const tagFrom: Readonly<Record<string, string>> = { kysely: 'kysely', slonik: 'slonik', drizzle: 'drizzle-orm' };

/** How a function with these parameters sends SQL; null when none of them tells. */
export function senderOf(framework: string, parameters: readonly Node[], { module, tree }: Written): Sender | null {
  const library = framework === 'umzug' ? libraryOf(module) : framework;
  const calls = callsOf(framework === 'umzug' && library === 'sequelize' ? framework : library);
  const { source } = module.scope;
  if (!calls) return null;
  if (calls.by.sender === 'this') return { calls, by: calls.by, imported: null };
  const [first] = parameters;
  const places = framework === 'umzug' ? contextPlaces(library, parameters, source) : (placesOf[framework] ?? direct);
  const sender = first ? firstNamed(first, places) : null;
  if (!first || sender === null || /^this\b/.test(sender)) return null;
  const tag = tagFor(library, first, calls);
  if (tag !== null) return { calls, by: { sender, tag }, imported: null };
  const imported = importedAs(tree, source, { name: 'sql', from: tagFrom[library] ?? '' });
  // Some versions want to be told that nothing is known of the rows.
  const isUnsafe = library === 'slonik' && source.includes(`${imported.local}.unsafe\``);
  return { calls, by: { sender, tag: isUnsafe ? `${imported.local}.unsafe` : imported.local }, imported };
} // prettier-ignore

const callsOf = (name: string): Calls | undefined => (scriptCalls as Readonly<Record<string, Calls>>)[name];

/** A tag that needs no import: of frameworks that give it, or that have none. */
function tagFor(library: string, first: Node, { by }: Calls): string | null {
  if (by.tag === '') return '';
  return library === 'slonik' ? firstNamed(first, [['sql'], ['context', 'sql']]) : null;
}

/** Umzug gives `{ context }`, and gave the context itself before its version 3. */
function contextPlaces(library: string, parameters: readonly Node[], source: string): Places {
  const base = parameters.length > 1 ? [] : ['context'];
  const [first] = parameters;
  const context = first && nameAt(first, base);
  const places = held[library] ?? direct;
  const uses = (member: string) => context !== undefined && context !== null && new RegExp(`(?<![\\w$.])${context.replaceAll('$', '\\$')}\\s*\\.\\s*${member}\\b`).test(source);
  const isInstance = library === 'sequelize' && (uses('getQueryInterface') || uses('query'));
  const isPlain = library !== 'sequelize' && !places.some(([member = '']) => uses(member));
  const own = isInstance || isPlain ? direct : [];
  const nested = places.filter(([member = '']) => library === 'sequelize' || context === null || uses(member));
  return [...own, ...nested].map((place) => [...base, ...place]);
} // prettier-ignore

function firstNamed(parameter: Node, places: Places): string | null {
  for (const place of places) {
    const name = nameAt(parameter, place);
    if (name !== null) return name;
  }
  return null;
}

/** What a parameter calls a part of what it is given: `ctx.sequelize` of `{ context: ctx }`; null where it leaves that out. */
function nameAt(parameter: Node, [next, ...rest]: readonly string[]): string | null {
  if (parameter.type === 'AssignmentPattern') return nameAt(parameter.left, next === undefined ? [] : [next, ...rest]);
  if (parameter.type === 'Identifier') return [parameter.name, ...(next === undefined ? [] : [next]), ...rest].join('.');
  if (parameter.type !== 'ObjectPattern' || next === undefined) return null;
  const part = parameter.properties.find((each) => each.type === 'Property' && keyOf(each.key, each.computed) === next);
  return part?.type === 'Property' ? nameAt(part.value, rest) : null;
} // prettier-ignore
