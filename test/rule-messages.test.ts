import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lintSource } from '../src/lint.ts';
import type { Finding } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';

const statements = [
  'DROP DATABASE IF EXISTS "Shop";',
  'DROP SCHEMA app;',
  'DROP SCHEMA app, "Audit" CASCADE;',
  'DROP TABLE users;',
  'DROP TABLE IF EXISTS app."Order", "user";',
  'DROP TABLE users CASCADE;',
  'ALTER TABLE events DETACH PARTITION events_2020; DROP TABLE events_2020;',
  'ALTER TABLE app.users DROP "firstName";',
  'ALTER FOREIGN TABLE remote_users DROP COLUMN email CASCADE;',
  'TRUNCATE a, "B";',
  'TRUNCATE a RESTART IDENTITY;',
  'TRUNCATE a CASCADE;',
  'DELETE FROM "order";',
  'DELETE FROM app.users WHERE true;',
  'UPDATE users SET "firstName" = 1, last_name = 2;',
  'UPDATE users SET active = true WHERE id = id;',
  'UPDATE users SET visits = visits + 1;',
  'DROP FUNCTION IF EXISTS f(int, -- the first\n  text)\n CASCADE;',
  'DROP VIEW a, app.b CASCADE;',
  'ALTER TABLE users DROP CONSTRAINT "users pkey" CASCADE;',
  'ALTER TABLE users DROP CONSTRAINT IF EXISTS users_pkey CASCADE;',
  'ALTER TABLE users ALTER COLUMN "Kind" TYPE app."Kind_v2" USING "Kind"::text::app."Kind_v2";',
  'ALTER TABLE users ALTER age TYPE int; ALTER TABLE users ALTER age TYPE smallint;',
  'ALTER TABLE users ALTER name TYPE text\n  USING  upper(name);',
  'DROP OWNED BY intern, CURRENT_USER, "Jo";',
  'ALTER TYPE app.address DROP ATTRIBUTE "Zip";',
  'ALTER TABLE app.events SET UNLOGGED;',
  'SELECT lo_unlink(7);',
  'DROP SUBSCRIPTION mirror;',
  "SELECT pg_drop_replication_slot('mirror');",
  'DROP TABLESPACE fast;',
  'ALTER SYSTEM SET fsync = off;',
  'CREATE TABEL users (id int);',
  '{{ include "x" }} ALTER TABLE users ADD COLUMN b int;',
  'DO $$ BEGIN EXECUTE statement; END $$;',
  '\\i other.sql',
];
const active = [
  'unparseable-sql',
  'unverifiable-sql',
  ...Object.keys(rules).filter((name) => rules[name]?.level === 3),
];

function findingsFor(text: string): readonly Finding[] {
  const config = {
    rules: active.map((name) => ({ name, severity: 'error' as const, options: rules[name]?.defaults ?? {} })),
    adapter: 'plain',
    postgres: 15,
    approvals: defaultApprovals,
  };
  return lintSource({ path: 'a.sql', text }, filesInMemory([]), config).findings;
}

test('messages say what is wrong and show the safe way with the real names', async () => {
  const shown = statements.map((statement) => {
    const messages = findingsFor(statement).map(({ rule, message }) => `[${rule}] ${message}`);
    return `>>> ${statement}\n${messages.join('\n')}\n`;
  });
  await expect(shown.join('\n')).toMatchFileSnapshot('rule-messages.txt');
});

test.each(statements)('the safe way instead of %j is SQL that no rule objects to', (statement) => {
  const found = findingsFor(statement);
  expect(found.length).toBeGreaterThan(0);
  // What only a person knows stands as `…`; a condition on a column is a value, too.
  const advice = found.map(({ message }) => message.split('\n').slice(1).join('\n').replaceAll('…', 'id = 7'));
  expect(advice.flatMap(findingsFor)).toEqual([]);
});
