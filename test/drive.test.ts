import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Driven, Engine, OpenDatabase } from '../src/engine/engine.ts';
import { pgliteEngine, pgliteProcess } from '../src/engine/pglite/engine.ts';
import { findBinaries } from '../src/engine/postgres/binaries.ts';
import { clusterEngine } from '../src/engine/postgres/engine.ts';
import { storeIn } from '../src/engine/store.ts';
import { engines } from './trial/engine.ts';

const repository = join(import.meta.dirname, '..');
const fixtures = join(repository, 'fixtures/drive');
const program = pathToFileURL(join(repository, 'dist/cli.js')).href;
const from = join(repository, 'package.json');
const folder = mkdtempSync(join(tmpdir(), 'farout-guard-drive-'));
const store = storeIn(engines);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A project with the scripts of every framework and what is installed here, but for some packages. */
function makeProject(name: string, without: readonly string[] = []): string {
  const root = join(folder, name);
  const modules = join(root, 'node_modules');
  cpSync(join(fixtures, 'project'), root, { recursive: true });
  cpSync(fixtures, join(root, 'migrations'), { recursive: true });
  mkdirSync(modules);
  for (const each of readdirSync(join(repository, 'node_modules')))
    if (!each.startsWith('.') && !without.includes(each))
      symlinkSync(join(repository, 'node_modules', each), join(modules, each));
  return root;
}

const root = makeProject('project');

// What scripts must not get to see.
process.env['SHOP_DATABASE'] = 'postgres://shop:secret@database.example.com/shop';

const pgliteIn = (project: string, timeout: number) =>
  pgliteEngine({ from, extensions: [], store, timeout, line: () => pgliteProcess(project, program) });

interface Case {
  readonly script: string;
  readonly direction?: 'up' | 'down';
  readonly isInside?: boolean;
  readonly project?: string;
  readonly text?: string;
}

async function drive(
  database: OpenDatabase,
  { script, direction = 'up', isInside = false, project = root, text }: Case,
) {
  const [framework = ''] = script.split('/');
  const path = join(project, 'migrations', script);
  return shown(await database.drive({ framework, root: project, path, text: text ?? null, direction, isInside }));
}

/** Each text with its line, and a mark where it failed. */
const shown = ({ sent, ...rest }: Driven) => ({
  ...rest,
  sent: sent.map(({ sql, line, failed }) => `${line}${failed ? '!' : ''}: ${sql}`),
});

const fine = (...sent: string[]) => ({ failure: null, obstacle: null, sent });
const refused = (failure: object, ...sent: string[]) => ({
  failure: { kind: 'refused', ...failure },
  obstacle: null,
  sent,
});
const hindered = (obstacle: string) => ({ failure: null, obstacle, sent: [] });

const relationsOf = async (database: OpenDatabase) =>
  (await database.rows<{ name: string }>("SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1")).map(({ name }) => name); // prettier-ignore

const namesOf = async (database: OpenDatabase) => database.rows('SELECT name FROM public.drivers');

const both = ['drivers', 'drivers_name', 'drivers_pkey'];
const withSequence = ['drivers', 'drivers_id_seq', 'drivers_name', 'drivers_pkey'];
const createdBySequelize =
  'CREATE TABLE IF NOT EXISTS "drivers" ("id" INTEGER , "name" TEXT NOT NULL, PRIMARY KEY ("id"));';

const everyFramework = [
  {
    script: 'knex/20240101000000_drivers.ts',
    relations: withSequence,
    up: [
      '4: create table "drivers" ("id" serial primary key, "name" text not null)',
      '4: create index "drivers_name" on "drivers" ("name")',
      '9: insert into "drivers" ("name") values ($1)',
      '10: UPDATE drivers SET name = $1 WHERE name = $2',
    ],
    down: ['14: drop table "drivers"'],
  },
  {
    script: 'kysely/2024_drivers.ts',
    relations: withSequence,
    up: [
      '8: create table "drivers" ("id" serial primary key, "name" text not null)',
      '9: create index "drivers_name" on "drivers" ("name")',
      '10: insert into "drivers" ("name") values ($1)',
      "11: UPDATE drivers SET name = 'Eva'",
    ],
    down: ['15: drop table "drivers"'],
  },
  {
    script: 'typeorm/1700000000000-drivers.ts',
    relations: both,
    up: [
      '5: CREATE TABLE "drivers" ("id" int NOT NULL, "name" text NOT NULL, CONSTRAINT "drivers_pkey" PRIMARY KEY ("id"))',
      '14: CREATE INDEX "drivers_name" ON "drivers" ("name")',
      '15: INSERT INTO "drivers" VALUES ($1, $2)',
    ],
    down: ['19: DROP TABLE "drivers"'],
  },
  {
    script: 'node-pg-migrate/1700000000000_drivers.ts',
    relations: withSequence,
    up: [
      '9: SELECT 1',
      '4: CREATE TABLE "drivers" (\n  "id" serial PRIMARY KEY,\n  "name" text NOT NULL\n);',
      '8: CREATE INDEX "drivers_name" ON "drivers" ("name");',
      "10: INSERT INTO drivers (name) VALUES ('Eva');",
    ],
    down: ['14: DROP TABLE "drivers";'],
  },
  {
    script: 'sequelize/20240101000000-drivers.js',
    relations: both,
    up: [
      '5: START TRANSACTION;',
      `6: ${createdBySequelize}`,
      '11: CREATE INDEX "drivers_name" ON "drivers" ("name")',
      '5: COMMIT;',
      `13: INSERT INTO "drivers" ("id","name") VALUES (1,'Eva');`,
    ],
    down: ['17: DROP TABLE IF EXISTS "drivers";'],
  },
  {
    script: 'sequelize/20240102000000-drivers-seven.ts',
    relations: both,
    up: [
      `5: ${createdBySequelize}`,
      '9: CREATE INDEX "drivers_name" ON "drivers" ("name")',
      `10: INSERT INTO "drivers" ("id","name") VALUES (1,'Eva');`,
    ],
    down: ['14: DROP TABLE IF EXISTS "drivers"'],
  },
  {
    script: 'umzug/2024-drivers.ts',
    relations: both,
    up: [
      `5: ${createdBySequelize}`,
      '9: CREATE INDEX "drivers_name" ON "drivers" ("name")',
      "10: INSERT INTO drivers VALUES (1, 'Eva')",
    ],
    down: ['14: DROP TABLE IF EXISTS "drivers";'],
  },
  {
    script: 'mikro-orm/Migration20240101000000.ts',
    relations: both,
    up: [
      '5: CREATE TABLE "drivers" ("id" int PRIMARY KEY, "name" text NOT NULL);',
      '6: CREATE INDEX "drivers_name" ON "drivers" ("name");',
      `7: INSERT INTO "drivers" VALUES (1, 'Eva');`,
    ],
    down: ['11: DROP TABLE "drivers"'],
  },
  {
    script: 'db-migrate/20240101000000-drivers.js',
    relations: both,
    up: [
      '10: CREATE TABLE  "drivers" ("id" INTEGER  PRIMARY KEY, "name" TEXT  ) ',
      '12: CREATE  INDEX "drivers_name" ON "drivers" ("name")',
      '14: INSERT INTO drivers VALUES ($1, $2)',
    ],
    down: ['20: DROP TABLE  "drivers"'],
  },
] as const;

const missing = { code: '42P01', message: 'relation "lorries" does not exist' };

/** What fails in each, and what was sent until then. */
const everyFailure: readonly (readonly [script: string, expected: object])[] = [
  ['knex/fails.ts', refused({ code: '22P02', message: 'invalid input syntax for type integer: "none"', where: "unnamed portal parameter $1 = '...'" }, '4: create table "cars" ("id" serial primary key)', '5!: INSERT INTO cars (id) VALUES ($1)')],
  ['kysely/fails.ts', refused(missing, '4: create table "cars" ("id" int4)', '5!: ALTER TABLE lorries ADD note text')],
  ['typeorm/fails.ts', refused(missing, '5: CREATE TABLE cars (id int)', '6!: ALTER TABLE lorries ADD note text')],
  ['node-pg-migrate/fails.cjs', refused(missing, '2: CREATE TABLE "cars" (\n  "id" integer\n);', '3!: ALTER TABLE lorries ADD note text;')],
  ['sequelize/fails.mjs', refused({ ...missing, message: 'relation "public.lorries" does not exist' }, '3!: ALTER TABLE "public"."lorries" ADD COLUMN "note" TEXT;')],
  ['umzug/fails.cjs', refused(missing, '1!: ALTER TABLE lorries ADD note text')],
  ['mikro-orm/Fails.ts', refused(missing, '5: CREATE TABLE cars (id int)', '6!: ALTER TABLE lorries ADD note text')],
  ['db-migrate/fails.js', refused(missing, '1!: ALTER TABLE lorries ADD note text')],
]; // prettier-ignore

/** What goes well or not, wherever it runs. */
const traps: readonly (readonly [what: string, given: Case, expected: object])[] = [
  ['an exception', { script: 'knex/throws.js' }, refused({ code: '', message: 'no such car' }, '2: CREATE TABLE cars ()')],
  ['an exception that nobody waits for', { script: 'knex/stray.js' }, refused({ code: '', message: 'nobody waits for this' })],
  ['an error given to a callback', { script: 'db-migrate/fails.js', direction: 'down' }, refused({ code: '', message: 'there is no way back' })],
  ['output', { script: 'knex/noise.js' }, fine('4: SELECT 1')],
  ['a way back that Knex demands', { script: 'knex/no-down.js' }, refused({ code: '', message: 'it exports no function `down`' })],
  ['a way back that Kysely passes over', { script: 'kysely/fails.ts', direction: 'down' }, fine()],
  ['a way back that is inferred', { script: 'node-pg-migrate/fails.cjs', direction: 'down' }, refused({ code: '', message: 'Impossible to automatically infer down migration for "pgm.()"' })],
  ['a default that MikroORM has', { script: 'mikro-orm/Fails.ts', direction: 'down' }, refused({ code: '', message: 'This migration cannot be reverted' })],
  ["an alias of the project's", { script: 'knex/alias.ts' }, fine("4: SELECT 'Eva'")],
  ['enum, namespace, decorator, parameter property', { script: 'typeorm/syntax.ts' }, fine("26: SELECT 'car'")],
  ['a clash at the end of the transaction', { script: 'knex/deferred.ts' }, refused(
    { code: '23505', message: 'duplicate key value violates unique constraint "cars_id_key"', detail: 'Key (id)=(1) already exists.', schema: 'public', table: 'cars', constraint: 'cars_id_key' },
    '4: CREATE TABLE cars (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)', '5: INSERT INTO cars VALUES (1), (1)')],
  ['a connection of its own to another database', { script: 'knex/two-connections.ts' }, fine('5: CREATE TABLE cars (id int)', '8: SELECT $1::int', '9: SELECT $1::int')],
  ['databases in the environment', { script: 'knex/environment.js' }, fine("1: SELECT 'postgresql://postgres@farout-guard.invalid/postgres', 'farout-guard.invalid'")],
  ['a module that waits', { script: 'knex/module.mts' }, fine("6: SELECT 'module.mts'")],
  ['a script that cannot be loaded', { script: 'knex/unloadable.ts' }, hindered("it cannot be loaded here: Cannot find module '@app/cars'")],
  ['a program of its own', { script: 'pg/any.ts' }, hindered('a script that opens its own connection with pg cannot be run here: it would run on the database that it names')],
]; // prettier-ignore

const ownTransactions = [
  '6: BEGIN; CREATE TABLE cars (id int UNIQUE); COMMIT',
  '7!: INSERT INTO cars VALUES (1), (1)',
  '8: INSERT INTO cars VALUES (1)',
  '9: BEGIN;',
  '10: INSERT INTO cars VALUES (2)',
  '11: ROLLBACK',
  '13: START TRANSACTION; INSERT INTO cars VALUES (3); ROLLBACK',
];

describe.each(['on its own', 'inside'] as const)('PGlite, %s', (where) => {
  const isInside = where === 'inside';
  let engine: Engine;
  let database: OpenDatabase;
  beforeAll(async () => {
    engine = await pgliteIn(root, 20_000);
    database = await engine.open(null);
  }, 60_000);
  afterAll(() => engine.close());

  /** Within a transaction that is rolled back, or without. */
  const within = async (run: () => Promise<void>) => {
    if (isInside) await database.run('BEGIN');
    await run();
    if (isInside) expect(await database.run('ROLLBACK')).toEqual({ failure: null, notices: [] });
  };

  test.each(everyFramework)('$script', async ({ script, relations, up, down }) => {
    await within(async () => {
      expect(await drive(database, { script, isInside })).toEqual(fine(...up));
      expect(await relationsOf(database)).toEqual(relations);
      expect(await namesOf(database)).toEqual([{ name: 'Eva' }]);
      expect(await drive(database, { script, isInside, direction: 'down' })).toEqual(fine(...down));
      expect(await relationsOf(database)).toEqual([]);
      await drive(database, { script, isInside });
      if (!isInside) await drive(database, { script, direction: 'down' });
    });
    expect(await relationsOf(database)).toEqual([]);
  });

  test.each(everyFailure)('%s', async (script, expected) => {
    await within(async () => {
      expect(await drive(database, { script, isInside })).toEqual(expected);
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test.each(traps)('%s', async (_, given, expected) => {
    await within(async () => {
      expect(await drive(database, { ...given, isInside })).toEqual(expected);
      await database.run('DROP TABLE IF EXISTS cars');
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test.each(everyFramework)('$script, with a text in place of what its file holds', async ({ script }) => {
    const text = script.endsWith('.js') ? 'exports.up = exports.down = () => null;\n' : 'export default { up: () => {}, down: () => {} };\n';
    const { sent, obstacle } = await drive(database, { script, isInside, text });
    expect([sent, obstacle]).toEqual([[], null]);
  }); // prettier-ignore

  test('transactions of its own', async () => {
    await within(async () => {
      expect(await drive(database, { script: 'knex/no-transaction.ts', isInside })).toEqual(fine(...ownTransactions));
      expect(await database.rows('SELECT id FROM public.cars')).toEqual([{ id: 1 }]);
      await database.run('DROP TABLE cars');
    });
  });

  test('rows from its input', async () => {
    await within(async () => {
      const driven = await drive(database, { script: 'knex/copies.ts', isInside });
      expect(driven.obstacle).toBe('it copies rows from its input, which PGlite cannot take');
      expect(await database.run('SELECT 1')).toEqual({ failure: null, notices: [] });
    });
  });
});

const everyEnd: readonly (readonly [script: string, failure: object])[] = [
  ['knex/loops.js', { kind: 'timeout', code: '', message: 'it did not end within 4 s; it wrote: about to loop' }],
  ['knex/waits.js', { kind: 'timeout', code: '', message: 'it did not end within 4 s' }],
  [
    'knex/exits.js',
    { kind: 'died', code: '', message: 'its process ended with code 3; it wrote: nothing to see here' },
  ],
];

describe('PGlite, ended', () => {
  let engine: Engine;
  let database: OpenDatabase;
  beforeAll(async () => {
    engine = await pgliteIn(root, 4000);
  }, 60_000);
  afterAll(() => engine.close());

  test.each(everyEnd)('%s', async (script, failure) => {
    database = await engine.open(null);
    expect(await drive(database, { script })).toEqual({ failure, sent: [], obstacle: null });
    database = await engine.open(null);
    expect(await relationsOf(database)).toEqual([]);
  }); // prettier-ignore

  test('a library that is not installed', async () => {
    const project = makeProject('bare', ['knex', 'typeorm', '@sequelize', 'sequelize', 'kysely']);
    const bare = await pgliteIn(project, 4000);
    const opened = await bare.open(null);
    const obstacles = [];
    for (const script of ['knex/fails.ts', 'typeorm/fails.ts', 'sequelize/fails.mjs', 'kysely/fails.ts', 'other/x.ts'])
      obstacles.push((await drive(opened, { script, project })).obstacle);
    await bare.close();
    expect(obstacles).toEqual([
      'knex is not installed here: npm install knex pg',
      'typeorm is not installed here: npm install typeorm pg',
      'sequelize is not installed here: npm install sequelize pg',
      'kysely is not installed here: npm install kysely pg',
      'scripts of other cannot be run here',
    ]);
  });

  test('whoever started it is killed', async () => {
    const host = join(repository, 'dist/host.js');
    const loops = pathToFileURL(join(fixtures, 'host/loops.mjs')).href;
    const start = `const child = require('node:child_process').fork(${JSON.stringify(host)}, [${JSON.stringify(loops)}]); console.log(child.pid);`;
    const parent = spawn(process.execPath, ['-e', `${start} setInterval(() => {}, 1000);`]);
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    const child = Number(String(pid));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const [binaries] = findBinaries(process.env['PATH'] ?? '', 15, from);
const why = binaries === undefined ? ' (skipped: no programs of PostgreSQL are on this machine)' : '';

describe.skipIf(binaries === undefined)(`a server${why}`, () => {
  let engine: Engine;
  let database: OpenDatabase;
  beforeAll(async () => {
    engine = await clusterEngine(binaries ?? '', { from, store, timeout: 20_000, program });
    database = await engine.open(null);
  }, 60_000);
  afterAll(() => engine.close());

  test.each(everyFramework)('$script', async ({ script, relations, up, down }) => {
    expect(await drive(database, { script })).toEqual(fine(...up));
    expect(await relationsOf(database)).toEqual(relations);
    expect(await namesOf(database)).toEqual([{ name: 'Eva' }]);
    expect(await drive(database, { script, direction: 'down' })).toEqual(fine(...down));
    expect(await relationsOf(database)).toEqual([]);
  });

  test.each(everyFailure)('%s', async (script, expected) => {
    expect(await drive(database, { script })).toEqual(expected);
    expect(await relationsOf(database)).toEqual([]);
  });

  test.each(traps)('%s', async (_, given, expected) => {
    expect(await drive(database, given)).toEqual(expected);
    await database.run('DROP TABLE IF EXISTS cars');
  });

  test('transactions of its own', async () => {
    expect(await drive(database, { script: 'knex/no-transaction.ts' })).toEqual(fine(...ownTransactions));
    expect(await database.rows('SELECT id FROM public.cars')).toEqual([{ id: 1 }]);
    await database.run('DROP TABLE cars');
  });
});

describe.skipIf(binaries === undefined)(`a server, ended${why}`, () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await clusterEngine(binaries ?? '', { from, store, timeout: 4000, program });
  }, 60_000);
  afterAll(() => engine.close());

  test.each(everyEnd)('%s', async (script, failure) => {
    const database = await engine.open(null);
    expect(await drive(database, { script })).toEqual({ failure, sent: [], obstacle: null });
    expect(await relationsOf(database)).toEqual([]);
    expect(await drive(database, { script: 'knex/noise.js' })).toEqual(fine('4: SELECT 1'));
  });
});
