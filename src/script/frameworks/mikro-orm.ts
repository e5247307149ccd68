import type { Call } from '../call.ts';
import { superName } from '../classes.ts';
import { classEntries, classesOf } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { numbered } from '../question-marks.ts';
import { knex } from '../knex/knex.ts';
import { driver, execute, inner, manager, send } from '../mikro-orm/manager.ts';
import { schemaGenerator } from '../mikro-orm/schema-generator.ts';
import type { Module } from '../module.ts';
import { isMissing, safeText } from '../sql.ts';
import { rangeOf } from '../tree.ts';
import { builtin, objectValue, receiver, type Receiver, type ReceiverType, unknown, type Value } from '../values.ts';

const migrationType: ReceiverType<null> = {
  name: 'Migration',
  methods: {
    addSql: (call) => send(call, call.argument(0), call.argument(1)),
    execute,
    ...inner,
    getEntityManager: () => manager,
    getQueries: (call) => call.unknown(),
    reset: (call) => call.unknown(),
    setTransactionContext: (call) => call.unknown(),
    isTransactional: (call) => call.unknown(),
  },
  get: (_, name) => (name === 'driver' ? driver : name === 'ctx' ? knex : name === 'config' ? unknown('this.config', [0, 0]) : undefined), // prettier-ignore
};

const migration = receiver(migrationType, null);

/** `raw('… ?', [a])`, and the template `sql`, whose values are parameters. */
const raw = builtin('raw', (call) => {
  const text = call.argument(0);
  return text.kind === 'text' && !isMissing(call.argument(1)) ? { ...text, text: numbered(text.text) } : text;
});

const sql = builtin('sql', (call: Call): Value => {
  const text = call.argument(0);
  return text.kind === 'text' ? { ...text, text: safeText(text) } : text;
});

const orm = objectValue([['schema', schemaGenerator], ['em', manager], ['getSchemaGenerator', builtin('getSchemaGenerator', () => schemaGenerator)]]); // prettier-ignore
const helpers = { raw, sql, MikroORM: objectValue([['init', builtin('init', () => orm)], ['initSync', builtin('initSync', () => orm)]]) }; // prettier-ignore
const packages = ['core', 'postgresql', 'knex', 'sql'].map((name) => `@mikro-orm/${name}`);

/** The migrations of a script: classes whose base, however far away, is MikroORM's, or is called like it and is not known. */
function entriesOf(module: Module): ReturnType<typeof classEntries> {
  const isOurs = (base: Value | null, name = '') =>
    base ? rootOf(base) === migrationType : name.endsWith('Migration');
  if (!classesOf(module).some((each) => isOurs(module.instantiate(each).base, superName(each) ?? ''))) return [];
  const entries = classEntries(module, []);
  for (const { self } of entries) if (self?.kind === 'object' && rootOf(self) === null) lend(self.properties);
  return entries;
}

/** What a class gets from a base that is not known. */
function lend(properties: Map<string, Value>): void {
  for (const name of Object.keys(migrationType.methods))
    if (!properties.has(name)) properties.set(name, { kind: 'member', receiver: migration, name, range: [0, 0] });
  for (const name of ['driver', 'ctx']) {
    const value = migrationType.get?.(migration as Receiver<null>, name);
    if (value && !properties.has(name)) properties.set(name, value);
  }
}

function rootOf(value: Value): ReceiverType | null {
  if (value.kind === 'receiver') return value.type;
  return value.kind === 'object' && value.base ? rootOf(value.base) : null;
}

/** `isTransactional() { return false }`. */
function isTransactional(module: Module): boolean {
  return classesOf(module).every((each) => {
    const own = module.instantiate(each).properties.get('isTransactional');
    return own?.kind !== 'function' || !/\breturn\s+false\b|=>\s*false\b/.test(own.scope.source.slice(...rangeOf(own.node)));
  });
} // prettier-ignore

export default defineFramework({
  packages: ['@mikro-orm/migrations', ...packages],
  exports: {
    '@mikro-orm/migrations': { Migration: builtin('Migration', () => migration) },
    ...Object.fromEntries(packages.map((name) => [name, helpers])),
  },
  types: { EntityManager: manager, SqlEntityManager: manager, MikroORM: orm, SchemaGenerator: schemaGenerator },
  entries: entriesOf,
  signs: /\bthis\s*\.\s*addSql\s*\(/,
  transaction: isTransactional,
});
