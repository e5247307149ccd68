import { runInThisContext } from 'node:vm';
import { CompiledQuery, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'; // prettier-ignore
import { expect, test } from 'vitest';
import { scriptOperations, sqlOperations } from '../script-operations.ts';
import { queryCalls, schemaCalls, scripts } from './kysely-calls.ts';

/** A database that keeps what it is sent. */
function recording(): { readonly db: Kysely<unknown>; readonly sent: string[] } {
  const sent: string[] = [];
  class Recorder extends DummyDriver {
    override acquireConnection() {
      const executeQuery = ({ sql: text }: CompiledQuery) => {
        sent.push(text);
        return Promise.resolve({ rows: [{}] });
      };
      return Promise.resolve({ executeQuery, streamQuery: () => [] as never } as never);
    }
  }
  const dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new Recorder(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return { db: new Kysely<unknown>({ dialect }), sent };
}

/** What the library sends when a script is run. */
async function sentBy(script: string): Promise<readonly string[]> {
  const { db, sent } = recording();
  const run = runInThisContext(`async (db, sql, CompiledQuery) => { ${script} }`) as (
    ...args: readonly unknown[]
  ) => Promise<void>;
  await run(db, sql, CompiledQuery);
  return sent;
}

const migration = (script: string, parameter = 'db') => `import { sql, CompiledQuery } from 'kysely';\nexport async function up(${parameter}) { ${script} }\n`; // prettier-ignore

const all = [...[...schemaCalls, ...queryCalls].map((call) => `await ${call}.execute()`), ...scripts];

test.each(all)('%s does what the library does', async (script) => {
  const sent = await sentBy(script);
  expect(sent.length).toBeGreaterThan(0);
  expect(scriptOperations(migration(script))).toEqual(sqlOperations(...sent));
});

const onlyReads = (call: string) => call.startsWith('db.select');

test.each([...schemaCalls, ...queryCalls])('%s does nothing without execute()', (call) => {
  const found = scriptOperations(migration(`await ${call}`)).map((operation) =>
    'kind' in operation ? operation.kind : '',
  );
  expect([...new Set(found)]).toEqual(onlyReads(call) ? [] : ['unverifiable']);
});

/** Methods of the objects that a builder's calls give. */
const methodsOf = (object: object) => Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((name) => name !== 'constructor'); // prettier-ignore

test('every method of the schema builder is called', () => {
  const { db } = recording();
  const names = methodsOf(db.schema).filter((name) => !name.startsWith('with'));
  const called = new Set(schemaCalls.flatMap((call) => [...call.matchAll(/\.(\w+)\(/g)].map(([, name = '']) => name)));
  expect(names.filter((name) => !called.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(10);
});
