import { afterAll, beforeAll, expect, test } from 'vitest';
import { read } from '../src/migration/read.ts';
import type { SourceFile } from '../src/types.ts';
import { isScript } from '../src/config/defaults.ts';
import { downFixture, downFor, fixtureNames } from './down-fixture.ts';
import { filesInMemory } from './fixture.ts';
import { plainDatabase } from './plain-database.ts';
import { guard } from './cli.ts';
import { trialProject } from './trial/trials.ts';

/** Changes of which the way back says that it is not whole, so that the catalog is not as it was. */
const isWhole = (name: string) => !isScript(name) && !name.startsWith('irreversible-');

/** A name that went back is not there a second time, or is another thing's. */
const once: readonly string[] = [
  'liquibase.sql',
  'renames.sql',
  'swap-of-names.sql',
  'table-dropped.sql',
  'table-swapped.sql',
];

let opened: Awaited<ReturnType<typeof plainDatabase>>;

beforeAll(async () => {
  opened = await plainDatabase();
  await run('CREATE ROLE reporting; CREATE ROLE auditing;');
}, 120_000);

afterAll(() => opened.close());

/** All that a migration can change but rows, in a form that does not depend on the order of columns. */
const catalog = `
  SELECT 'column' AS kind, format('%s.%s %s%s default %s, %s %s %s', c.oid::regclass, attname, format_type(atttypid, atttypmod),
      CASE WHEN attnotnull THEN ' not null' ELSE '' END, pg_get_expr(adbin, adrelid), attidentity, attstorage, coalesce(attstattarget, -1)) AS said
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v', 'm', 'c') AND relnamespace::regnamespace::text !~ '^(pg_|information)'
  UNION ALL SELECT 'relation', format('%s %s %s %s %s %s %s %s %s', relkind, oid::regclass, relrowsecurity, relforcerowsecurity, relpersistence,
      relreplident, array_to_string(reloptions, ' '), relowner::regrole, pg_get_expr(relpartbound, oid))
    FROM pg_class WHERE relkind <> 'i' AND relkind <> 't' AND relnamespace::regnamespace::text !~ '^(pg_|information)'
  UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname !~ '^pg_'
  UNION ALL SELECT 'constraint', format('%s %s %s', coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text), conname, pg_get_constraintdef(oid, true))
    FROM pg_constraint WHERE connamespace::regnamespace::text !~ '^(pg_|information)' AND contype <> 'n'
  UNION ALL SELECT 'view', format('%s %s', oid::regclass, pg_get_viewdef(oid)) FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace::regnamespace::text !~ '^(pg_|information)'
  UNION ALL SELECT 'routine', format('%s %s %s %s', p.oid::regprocedure, prorettype::regtype, prosrc, proowner::regrole) FROM pg_proc p WHERE pronamespace::regnamespace::text !~ '^(pg_|information)'
  UNION ALL SELECT 'trigger', format('%s %s', tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'policy', format('%s %s %s %s %s', polrelid::regclass, polname, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid)) FROM pg_policy
  UNION ALL SELECT 'type', format('%s %s %s', t.oid::regtype, typdefault, typnotnull) FROM pg_type t WHERE typtype IN ('e', 'd', 'c') AND typnamespace::regnamespace::text !~ '^(pg_|information)'
  UNION ALL SELECT 'label', format('%s %s', enumtypid::regtype, enumlabel) FROM pg_enum
  UNION ALL SELECT 'comment', format('%s %s', pg_describe_object(classoid, objoid, objsubid), description) FROM pg_description WHERE objoid >= 16384
  UNION ALL SELECT 'grant', format('%s %s %s', table_name, grantee, privilege_type) FROM information_schema.column_privileges WHERE grantee IN ('reporting', 'auditing')
  UNION ALL SELECT 'grant', format('%s %s %s', table_name, grantee, privilege_type) FROM information_schema.table_privileges WHERE grantee IN ('reporting', 'auditing')
  UNION ALL SELECT 'member', format('%s %s', roleid::regrole, member::regrole) FROM pg_auth_members WHERE roleid >= 16384
  UNION ALL SELECT 'schema', nspname FROM pg_namespace WHERE nspname !~ '^pg_'
  UNION ALL SELECT 'rule', definition FROM pg_rules WHERE schemaname !~ '^pg_'
  UNION ALL SELECT 'statistics', stxname FROM pg_statistic_ext
  ORDER BY 1, 2`;

async function look(): Promise<readonly string[]> {
  const rows = await opened.database.rows<{ kind: string; said: string }>(catalog);
  return rows.map(({ kind, said }) => `${kind}: ${said}`);
}

/** In a transaction an index cannot be built concurrently, and BEGIN does nothing. */
async function run(sql: string): Promise<void> {
  const { failure } = await opened.database.run(sql.replace(/\bCONCURRENTLY\b/gi, ''));
  if (failure) throw new Error(`${failure.message}\n${sql}`);
}

async function runUp(source: SourceFile, files: readonly SourceFile[]): Promise<void> {
  const migration = read(source, filesInMemory(files), { adapter: null, postgres: 17 });
  for (const { statements } of migration.sections.filter(({ direction }) => direction === 'up'))
    for (const { range, operations } of statements)
      if (operations.every(({ kind }) => kind !== 'transaction')) await run(migration.words(range));
}

const inTransaction = (statements: readonly string[]) =>
  statements.filter((text) => text !== 'BEGIN;' && text !== 'COMMIT;');

test.each(fixtureNames.filter(isWhole))('%s: after up and down all is as it was, and once more after another down', async (name) => {
  const fixture = downFixture(name);
  const { files, source } = fixture;
  const { statements } = downFor(fixture);
  await run('BEGIN');
  try {
    for (const each of files) if (each !== source && each.path.endsWith('.sql')) await runUp(each, files);
    const before = await look();
    await runUp(source, files);
    for (const text of inTransaction(statements)) await run(text);
    expect(await look()).toEqual(before);
    await run('RESET search_path');
    for (const text of once.includes(name) ? [] : inTransaction(statements)) await run(text);
    expect(await look()).toEqual(before);
  } finally {
    await run('ROLLBACK');
  }
}); // prettier-ignore

/** Migrations, what standard error says of the way back that is made for the last one, and the exit code. */
const tried: readonly (readonly [name: string, up: string, said: readonly string[], code: number])[] = [
  ['all comes back', 'ALTER TABLE users ADD COLUMN nick text;', ['tried on ENGINE: up and down leave the schema as it was'], 0],
  [
    'what rows keep from coming back is told',
    'ALTER TABLE users DROP COLUMN email;',
    [
      'cannot be undone: what was in column "email" of "users" is gone: only the column is made again',
      'tried on ENGINE: up and down leave the schema as it was; where tables hold rows, this is not:',
      '~ column public.users.email: not null: yes -> no',
    ],
    1,
  ],
  ['what does not run up is not tried', 'ALTER TABLE nowhere ADD COLUMN a int;', ['not tried: the migration itself does not run: relation "nowhere" does not exist (42P01)'], 0],
]; // prettier-ignore

test.each(tried)(
  'down tries what it makes: %s',
  (_, up, said, code) => {
    const root = trialProject({
      'db/migrations/1_users.up.sql': 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);\n',
      'db/migrations/1_users.down.sql': 'DROP TABLE users;\n',
      'db/migrations/2_next.up.sql': `${up}\n`,
    });
    const run = guard(['down', 'db/migrations/2_next.up.sql'], { cwd: root });
    const lines = run.stderr.replaceAll('farout-guard: db/migrations/2_next.up.sql: ', '').replace(/pglite [\d.]+/, 'ENGINE').trim().split('\n'); // prettier-ignore
    expect([lines, run.code]).toEqual([said, code]);
  },
  60_000,
);
