/** A statement on the tables below, what it makes different, and the statement that takes it back. */
export interface ObjectCase {
  readonly make: string;
  readonly undo: string;
  readonly lines: readonly string[];
}

/** What the cases build on. */
export const base = `
  CREATE ROLE reader;
  CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, age int);
  CREATE INDEX users_age ON users (age);
  CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE part (id int, at date);
  CREATE VIEW ids AS SELECT id FROM users;
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TYPE pair AS (a int, b int);
  CREATE DOMAIN amount AS int;
  CREATE SEQUENCE counter;
  CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a * 2';
  CREATE FUNCTION same(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
  CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE FOREIGN DATA WRAPPER far;
  CREATE SERVER afar FOREIGN DATA WRAPPER far`;

const entry = (make: string, undo: string, ...lines: readonly string[]): ObjectCase => ({ make, undo, lines });

const users = 'ALTER TABLE users';
const age = `${users} ALTER COLUMN age`;

/** Whole objects: one line each. */
export const objectCases: readonly ObjectCase[] = [
  entry('CREATE SCHEMA s CREATE TABLE t (id serial)', 'DROP SCHEMA s CASCADE', '+ schema s'),
  entry('CREATE EXTENSION citext', 'DROP EXTENSION citext', '+ extension citext'),
  entry(
    'CREATE TABLE t (id bigserial PRIMARY KEY, n int UNIQUE CHECK (n > 0)); CREATE INDEX ON t ((n + 1)); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t',
    'DROP TABLE t',
    '+ table public.t',
  ),
  entry('CREATE TABLE "Odd name" ("a b" int)', 'DROP TABLE "Odd name"', '+ table public."Odd name"'),
  entry('CREATE TABLE p PARTITION OF parts DEFAULT', 'DROP TABLE p', '+ table public.p'),
  entry('CREATE VIEW v AS SELECT 1 AS a', 'DROP VIEW v', '+ view public.v'),
  entry('CREATE MATERIALIZED VIEW m AS SELECT 1 AS a', 'DROP MATERIALIZED VIEW m', '+ materialized view public.m'),
  entry('CREATE SEQUENCE s', 'DROP SEQUENCE s', '+ sequence public.s'),
  entry('CREATE FOREIGN TABLE f (a int) SERVER afar', 'DROP FOREIGN TABLE f', '+ foreign table public.f'),
  entry('CREATE TYPE c AS (a int)', 'DROP TYPE c', '+ type public.c'),
  entry("CREATE TYPE e AS ENUM ('a')", 'DROP TYPE e', '+ type public.e'),
  entry('CREATE TYPE r AS RANGE (subtype = text)', 'DROP TYPE r', '+ type public.r'),
  entry('CREATE DOMAIN d AS int CHECK (value > 0)', 'DROP DOMAIN d', '+ domain public.d'),
  entry(`${users} ADD COLUMN n int`, `${users} DROP COLUMN n`, '+ column public.users.n integer'),
  entry(`${users} ADD COLUMN n serial`, `${users} DROP COLUMN n`, '+ column public.users.n integer'),
  entry('ALTER TYPE pair ADD ATTRIBUTE c text', 'ALTER TYPE pair DROP ATTRIBUTE c', '+ attribute public.pair.c text'),
  entry(
    `${users} ADD CHECK (age > 0)`,
    `${users} DROP CONSTRAINT users_age_check`,
    '+ constraint public.users.users_age_check CHECK (age > 0)',
  ),
  entry(
    `${users} ADD UNIQUE (name) DEFERRABLE`,
    `${users} DROP CONSTRAINT users_name_key`,
    '+ constraint public.users.users_name_key UNIQUE (name) DEFERRABLE',
  ),
  entry(
    `${users} ADD FOREIGN KEY (age) REFERENCES users NOT VALID`,
    `${users} DROP CONSTRAINT users_age_fkey`,
    '+ constraint public.users.users_age_fkey FOREIGN KEY (age) REFERENCES public.users(id) NOT VALID',
  ),
  entry(
    `${users} ADD EXCLUDE USING btree (age WITH =)`,
    `${users} DROP CONSTRAINT users_age_excl`,
    '+ constraint public.users.users_age_excl EXCLUDE USING btree (age WITH =)',
  ),
  entry('CREATE INDEX i ON users (name)', 'DROP INDEX i', '+ index public.i'),
  entry(
    'CREATE FUNCTION f(a int, text) RETURNS int LANGUAGE sql RETURN 1',
    'DROP FUNCTION f',
    '+ function public.f(integer,text)',
  ),
  entry("CREATE PROCEDURE p() LANGUAGE sql AS ''", 'DROP PROCEDURE p', '+ procedure public.p()'),
  entry(
    'CREATE AGGREGATE a (int) (sfunc = int4pl, stype = int)',
    'DROP AGGREGATE a (int)',
    '+ aggregate public.a(integer)',
  ),
  entry(
    'CREATE TRIGGER r BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch()',
    'DROP TRIGGER r ON users',
    '+ trigger public.users.r',
  ),
  entry('CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING', 'DROP RULE r ON users', '+ rule public.users.r'),
  entry('CREATE POLICY p ON users USING (true)', 'DROP POLICY p ON users', '+ policy public.users.p'),
  entry('CREATE STATISTICS x ON id, age FROM users', 'DROP STATISTICS x', '+ statistics public.x'),
  entry(
    'CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION watch()',
    'DROP EVENT TRIGGER e',
    '+ event trigger e',
  ),
  entry('CREATE COLLATION c FROM "C"', 'DROP COLLATION c', '+ collation public.c'),
  entry(
    "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
    'DROP CONVERSION c',
    '+ conversion public.c',
  ),
  entry('CREATE CAST (pair AS mood) WITH INOUT', 'DROP CAST (pair AS mood)', '+ cast (public.pair AS public.mood)'),
  entry(
    'CREATE OPERATOR === (leftarg = int, rightarg = int, function = same)',
    'DROP OPERATOR === (int, int)',
    '+ operator public.===(integer,integer)',
  ),
  entry(
    'CREATE OPERATOR CLASS o FOR TYPE int USING hash AS OPERATOR 1 =',
    'DROP OPERATOR FAMILY o USING hash',
    '+ operator class public.o USING hash',
    '+ operator family public.o USING hash',
  ),
  entry(
    'CREATE TEXT SEARCH CONFIGURATION t (COPY = simple)',
    'DROP TEXT SEARCH CONFIGURATION t',
    '+ text search configuration public.t',
  ),
  entry(
    'CREATE TEXT SEARCH DICTIONARY t (TEMPLATE = simple)',
    'DROP TEXT SEARCH DICTIONARY t',
    '+ text search dictionary public.t',
  ),
  entry('CREATE FOREIGN DATA WRAPPER w', 'DROP FOREIGN DATA WRAPPER w', '+ foreign data wrapper w'),
  entry('CREATE SERVER s FOREIGN DATA WRAPPER far', 'DROP SERVER s', '+ server s'),
  entry(
    'CREATE USER MAPPING FOR PUBLIC SERVER afar',
    'DROP USER MAPPING FOR PUBLIC SERVER afar',
    '+ user mapping for public server afar',
  ),
  entry('CREATE PUBLICATION p FOR TABLE users (id) WHERE (id > 1)', 'DROP PUBLICATION p', '+ publication p'),
  entry('CREATE ROLE r LOGIN', 'DROP ROLE r', '+ role r'),
  entry('CREATE LANGUAGE l HANDLER plpgsql_call_handler', 'DROP LANGUAGE l', '+ language l'),
  entry('CREATE ACCESS METHOD a TYPE TABLE HANDLER heap_tableam_handler', 'DROP ACCESS METHOD a', '+ access method a'),
  entry(
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader',
    'ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM reader',
    '+ default privileges for role postgres in schema public on tables reader=r/postgres',
  ),
  entry(
    'ALTER ROLE reader SET work_mem = 100',
    'ALTER ROLE reader RESET work_mem',
    '+ settings role reader work_mem=100',
  ),
  entry('CREATE TEMPORARY TABLE t (a int)', 'DROP TABLE t'),
];

/** Properties of objects. */
export const propertyCases: readonly ObjectCase[] = [
  entry(`${age} TYPE bigint`, `${age} TYPE int`, '~ column public.users.age: type: integer -> bigint'),
  entry(
    `${age} SET NOT NULL`,
    `${age} DROP NOT NULL`,
    '~ column public.users.age: not null: no -> yes',
    '~ column public.users.age: not null name: none -> users_age_not_null',
  ),
  entry(
    `${users} ADD CONSTRAINT x NOT NULL age NOT VALID`,
    `${users} DROP CONSTRAINT x`,
    '~ column public.users.age: not null: none -> not valid',
    '~ column public.users.age: not null name: none -> x',
  ),
  entry(`${age} SET DEFAULT 1 + 1`, `${age} DROP DEFAULT`, '~ column public.users.age: default: none -> (1 + 1)'),
  entry(
    `${users} ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START 5)`,
    `${users} ALTER COLUMN id DROP IDENTITY`,
    '~ column public.users.id: identity: none -> always',
    '+ sequence public.users_id_seq',
  ),
  entry(
    `${users} ALTER COLUMN name TYPE text COLLATE "C"`,
    `${users} ALTER COLUMN name TYPE text COLLATE "default"`,
    '~ column public.users.name: collation: none -> "C"',
  ),
  entry(
    `${users} ALTER COLUMN name SET STORAGE external`,
    `${users} ALTER COLUMN name SET STORAGE extended`,
    '~ column public.users.name: storage: none -> external',
  ),
  entry(
    `${users} ALTER COLUMN name SET COMPRESSION pglz`,
    `${users} ALTER COLUMN name SET COMPRESSION default`,
    '~ column public.users.name: compression: none -> pglz',
  ),
  entry(`${age} SET STATISTICS 7`, `${age} SET STATISTICS -1`, '~ column public.users.age: statistics: none -> 7'),
  entry(
    `${age} SET (n_distinct = 5)`,
    `${age} RESET (n_distinct)`,
    '~ column public.users.age: options: none -> n_distinct=5',
  ),
  entry(
    "COMMENT ON COLUMN users.age IS 'in\n years'",
    'COMMENT ON COLUMN users.age IS NULL',
    '~ column public.users.age: comment: none -> in years',
  ),
  entry(
    'GRANT UPDATE (age) ON users TO reader',
    'REVOKE UPDATE (age) ON users FROM reader',
    '~ column public.users.age: privileges: none -> reader=w/postgres',
  ),
  entry(
    'GRANT SELECT ON users TO reader',
    'REVOKE SELECT ON users FROM reader',
    '~ table public.users: privileges: none -> postgres=arwdDxtm/postgres, reader=r/postgres',
  ),
  entry(`${users} OWNER TO reader`, `${users} OWNER TO postgres`, '~ table public.users: owner: postgres -> reader'),
  entry("COMMENT ON TABLE users IS 'x'", 'COMMENT ON TABLE users IS NULL', '~ table public.users: comment: none -> x'),
  entry(
    `${users} SET (fillfactor = 50, toast.autovacuum_enabled = false)`,
    `${users} RESET (fillfactor, toast.autovacuum_enabled)`,
    '~ table public.users: options: none -> fillfactor=50; toast options: none -> autovacuum_enabled=false',
  ),
  entry(`${users} SET UNLOGGED`, `${users} SET LOGGED`, '~ table public.users: persistence: none -> unlogged'),
  entry(
    `${users} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`,
    `${users} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY`,
    '~ table public.users: row level security: no -> yes; forced row level security: no -> yes',
  ),
  entry(
    `${users} REPLICA IDENTITY FULL`,
    `${users} REPLICA IDENTITY DEFAULT`,
    '~ table public.users: replica identity: none -> full',
  ),
  entry(
    'ALTER TABLE parts ATTACH PARTITION part DEFAULT',
    'ALTER TABLE parts DETACH PARTITION part',
    '~ table public.part: partition of: none -> public.parts; bounds: none -> DEFAULT',
  ),
  entry(
    'CREATE TABLE old (id int); ALTER TABLE part INHERIT old',
    'ALTER TABLE part NO INHERIT old; DROP TABLE old',
    '+ table public.old',
    '~ table public.part: inherits: none -> public.old',
    '~ column public.part.id: local: no -> yes',
  ),
  entry(
    'ALTER VIEW ids SET (security_barrier)',
    'ALTER VIEW ids RESET (security_barrier)',
    '~ view public.ids: options: none -> security_barrier=true',
  ),
  entry(
    'CREATE OR REPLACE VIEW ids AS SELECT id FROM users WHERE age > 18',
    'CREATE OR REPLACE VIEW ids AS SELECT id FROM users',
    '~ view public.ids: definition: SELECT id FROM public.users; -> SELECT id FROM public.users WHERE (age > 18);',
  ),
  entry(
    'ALTER SEQUENCE counter INCREMENT 2 CYCLE OWNED BY users.id',
    'ALTER SEQUENCE counter INCREMENT 1 NO CYCLE OWNED BY NONE',
    '~ sequence public.counter: increment: 1 -> 2; cycle: no -> yes; owned by: none -> public.users.id',
  ),
  entry("SELECT setval('counter', 99)", 'SELECT 1'),
  entry(
    `${users} CLUSTER ON users_age`,
    `${users} SET WITHOUT CLUSTER`,
    '~ index public.users_age: clustered: no -> yes',
  ),
  entry(
    'ALTER INDEX users_age SET (fillfactor = 50)',
    'ALTER INDEX users_age RESET (fillfactor)',
    "~ index public.users_age: definition: … btree (age) -> … btree (age) WITH (fillfactor='50')",
  ),
  entry(
    `${users} DISABLE TRIGGER touched`,
    `${users} ENABLE TRIGGER touched`,
    '~ trigger public.users.touched: fires: none -> disabled',
  ),
  entry(
    "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'",
    "ALTER TYPE mood RENAME VALUE 'blue' TO 'sad'",
    "~ type public.mood: labels: 'sad', 'happy' -> 'blue', 'happy'",
  ),
  entry(
    'ALTER DOMAIN amount ADD CONSTRAINT positive CHECK (value > 0)',
    'ALTER DOMAIN amount DROP CONSTRAINT positive',
    '+ constraint public.amount.positive CHECK (VALUE > 0)',
  ),
  entry(
    'ALTER DOMAIN amount SET DEFAULT 0; ALTER DOMAIN amount SET NOT NULL',
    'ALTER DOMAIN amount DROP DEFAULT; ALTER DOMAIN amount DROP NOT NULL',
    '~ domain public.amount: not null: no -> yes; default: none -> 0',
  ),
  entry(
    'ALTER TYPE pair ALTER ATTRIBUTE b TYPE bigint',
    'ALTER TYPE pair ALTER ATTRIBUTE b TYPE int',
    '~ attribute public.pair.b: type: integer -> bigint',
  ),
  entry(
    'REVOKE USAGE ON TYPE pair FROM PUBLIC',
    'GRANT USAGE ON TYPE pair TO PUBLIC',
    '~ type public.pair: privileges: none -> postgres=U/postgres',
  ),
  entry(
    'ALTER FUNCTION twice STRICT',
    'ALTER FUNCTION twice CALLED ON NULL INPUT',
    '~ function public.twice(integer): definition: … sql IMMUTABLE AS … -> … sql IMMUTABLE STRICT AS …',
  ),
  entry(
    'REVOKE EXECUTE ON FUNCTION twice FROM PUBLIC',
    'GRANT EXECUTE ON FUNCTION twice TO PUBLIC',
    '~ function public.twice(integer): privileges: none -> postgres=X/postgres',
  ),
  entry(
    "COMMENT ON FUNCTION twice IS 'x'",
    'COMMENT ON FUNCTION twice IS NULL',
    '~ function public.twice(integer): comment: none -> x',
  ),
  entry('GRANT reader TO postgres', 'REVOKE reader FROM postgres', '~ role postgres: member of: none -> reader'),
  entry('ALTER ROLE reader LOGIN', 'ALTER ROLE reader NOLOGIN', '~ role reader: login: no -> yes'),
  entry(
    "ALTER ROLE reader VALID UNTIL '2030-01-01Z'; SET LOCAL TimeZone = 'Asia/Tokyo'",
    "ALTER ROLE reader VALID UNTIL 'infinity'",
    '~ role reader: valid until: none -> 2030-01-01 00:00:00',
  ),
  entry(
    'GRANT CREATE ON SCHEMA public TO reader',
    'REVOKE CREATE ON SCHEMA public FROM reader',
    '~ schema public: privileges: … pg_database_owner=UC/pg_database_owner -> … pg_database_owner=UC/pg_database_owner, reader=C/pg_database…',
  ),
  entry(
    "COMMENT ON SCHEMA public IS 'x'",
    "COMMENT ON SCHEMA public IS 'standard public schema'",
    '~ schema public: comment: standard public schema -> x',
  ),
  entry(
    "ALTER SERVER afar OPTIONS (ADD a 'b')",
    'ALTER SERVER afar OPTIONS (DROP a)',
    '~ server afar: options: none -> a=b',
  ),
];
