import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { database, freeExpressions, rawQuery } from '../kysely/database.ts';
import { fragment } from '../kysely/fragment.ts';
import { sql } from '../kysely/tag.ts';
import { asText } from '../sql.ts';
import { bound, eachWay, enclosed } from '../sql-tag/composable.ts';
import { builtin, objectValue } from '../values.ts';

const raw = builtin('raw', (call) =>
  eachWay([call.argument(0)], call.range, ([value]) => rawQuery(call, value ? asText(value) : [])),
);

/** `jsonArrayFrom(query)` and the like: an expression around a query. */
const around = (name: string) =>
  builtin(name, (call) => fragment(enclosed(call.argument(0)) ?? bound(call.argument(0)), call.range));

const helpers = Object.fromEntries(
  ['jsonArrayFrom', 'jsonObjectFrom', 'jsonBuildObject'].map((name) => [name, around(name)]),
);

export default defineFramework({
  packages: ['kysely', 'kysely-ctl'],
  exports: {
    kysely: {
      sql,
      Kysely: builtin('Kysely', () => database),
      CompiledQuery: objectValue([['raw', raw]]),
      expressionBuilder: builtin('expressionBuilder', freeExpressions),
    },
    'kysely/helpers/postgres': helpers,
  },
  types: { Kysely: database, Transaction: database, ControlledTransaction: database, QueryCreator: database },
  entries: (module) => exportedEntries(module, [database]),
  signs: /\.execute(?:TakeFirst\w*)?\(/,
  transaction: () => true,
});
