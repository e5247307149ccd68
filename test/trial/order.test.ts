import { expect, test } from 'vitest';
import { dbmate, trial, trialProject } from './trials.ts';

const made = 'CREATE TABLE IF NOT EXISTS a (id int);';
const after = 'ALTER TABLE a ADD COLUMN IF NOT EXISTS b int;';
const concurrently = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b);';
const gone = 'DROP INDEX IF EXISTS i;';
const mood = "CREATE TYPE mood AS ENUM ('sad');";
const newValue = "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'glad';\nSELECT 'glad'::mood;";
const goose = (text: string, head = '') => `${head}-- +goose Up\n${text}\n-- +goose Down\nSELECT 1;\n`;
const entry = (tag: string, idx: number) => ({ idx, version: '7', when: idx, tag, breakpoints: true });

/** Chains that fail in any other order; where a transaction matters, once with it and once without. */
const chains: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dbmate: {
    'dbmate/01_a.sql': dbmate(`${mood}\n${made}${after}`),
    'dbmate/02_inside.sql': dbmate(newValue),
    'dbmate/03_outside.sql': dbmate(concurrently, gone).replace('migrate:up', 'migrate:up transaction:false'),
  },
  goose: {
    'goose/9_made.sql': goose(made),
    'goose/10_after.sql': goose(after),
    'goose/11_inside2.sql': goose(concurrently),
    'goose/12_outside2.sql': goose(concurrently, '-- +goose NO TRANSACTION\n').replace('SELECT 1;', gone),
  },
  diesel: {
    'diesel/2024-01-01-000000_a/up.sql': made + after,
    'diesel/2024-01-01-000000_a/down.sql': 'DROP TABLE IF EXISTS a;',
    'diesel/2024-01-02-000000_i/up.sql': concurrently,
    'diesel/2024-01-02-000000_i/down.sql': gone,
    'diesel/2024-01-02-000000_i/metadata.toml': 'run_in_transaction = false\n',
  },
  drizzle: {
    'drizzle/0001_first.sql': made,
    'drizzle/0000_second.sql': `${after}\n--> statement-breakpoint\nALTER TABLE a ALTER COLUMN b SET DEFAULT 1;`,
    'drizzle/meta/_journal.json': JSON.stringify({
      version: '7',
      dialect: 'postgresql',
      entries: [entry('0001_first', 0), entry('0000_second', 1)],
    }),
  },
  prisma: {
    'prisma/migrations/20240101000000_a/migration.sql': `${mood}\n${made}${after}`,
    'prisma/migrations/20240102000000_batch/migration.sql': newValue,
    'prisma/migrations/20240103000000_alone/migration.sql': concurrently,
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  },
  flyway: {
    'flyway/V2__made.sql': made,
    'flyway/V10__column.sql': after,
    'flyway/R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT b FROM a;',
  },
  'golang-migrate': {
    'go/2_made2.up.sql': made,
    'go/2_made2.down.sql': 'DROP TABLE IF EXISTS a;',
    'go/10_column2.up.sql': after,
    'go/10_column2.down.sql': 'ALTER TABLE a DROP COLUMN IF EXISTS b;',
  },
  sqlx: {
    'sqlx/1_sqlx.sql': made + after,
    'sqlx/2_in.sql': concurrently,
    'sqlx/3_out.sql': `-- no-transaction\n${concurrently}`,
  },
  supabase: { 'supabase/migrations/20240101000000_s.sql': made, 'supabase/migrations/20240102000000_t.sql': after },
  'node-pg-migrate': {
    'npm/1700000000001_n.sql': `-- Up Migration\n${made}\n-- Down Migration\nDROP TABLE IF EXISTS a;\n`,
    'npm/1700000000002_m.sql': `-- Up Migration\n${after}\n-- Down Migration\nALTER TABLE a DROP COLUMN IF EXISTS b;\n`,
  },
  hasura: {
    'hasura/1_h/up.sql': made,
    'hasura/1_h/down.sql': 'DROP TABLE IF EXISTS a;',
    'hasura/2_i/up.sql': after,
    'hasura/2_i/down.sql': 'ALTER TABLE a DROP COLUMN IF EXISTS b;',
  },
};
const adapters = Object.entries(chains).map(([adapter, files]) => ({
  files: `${(Object.keys(files)[0] ?? '').split('/', 1)[0]}/**`,
  adapter,
}));
const config = JSON.stringify({ migrations: ['**/*.sql'], overrides: adapters });

test('each tool has its order, and its transactions', () => {
  const root = trialProject({ '.farout-guardrc.json': config, ...Object.assign({}, ...Object.values(chains)) as Record<string, string> });
  const { files, code } = trial(root, ['--chain', '--no-receipts']);
  const said = files.map(({ path, messages, trial: { untestable, steps = [] } }) => {
    const up = steps.find(({ name }) => name === 'up')?.state ?? untestable ?? '';
    const why = messages.find(({ ruleId }) => ruleId === 'test-up-fails')?.message ?? '';
    return `${path}: ${up} ${/\((\d{5}|\w{5})\)/.exec(why)?.[1] ?? ''}`.trim();
  });
  const broken = { 'dbmate/02_inside.sql': '55P04', 'goose/11_inside2.sql': '25001', 'prisma/migrations/20240102000000_batch/migration.sql': '55P04', 'sqlx/2_in.sql': '25001' };
  const ups = Object.values(chains).flatMap((each) => Object.keys(each)).filter((path) => path.endsWith('.sql') && !path.endsWith('down.sql'));
  const wanted = ups.map((path) => (Object.hasOwn(broken, path) ? `${path}: bad ${broken[path as keyof typeof broken]}` : `${path}: good`));
  expect([...said].sort()).toEqual([...wanted].sort());
  expect(code).toBe(1);
}, 180_000); // prettier-ignore
