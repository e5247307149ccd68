import type { Call } from '../call.ts';
import { identifier, knownString } from '../sql.ts';
import { composed } from '../sql-tag/composable.ts';
import type { Text } from '../string-text.ts';
import type { Method, Receiver, ReceiverType } from '../values.ts';
import { adds, again, build, type Built, type Naming, part, type Parts, runnable, sets, words } from './builder.ts';
import { columnDefinition, constraintDefinition, constraintEnd, constraintNames, foreignKeyMethods } from './column.ts';
import { given, immediate, operand } from './expression.ts';
import { dataType } from './expression-builder.ts';
import { columnNames, objectName, orderedColumn } from './names.ts';
import { clause } from './select.ts';

const constraints = (name: string) => Object.fromEntries(constraintNames.map((each) => [each, adds(name, (call, { naming }) => constraintDefinition(call, naming))])); // prettier-ignore

const createType: ReceiverType<Built> = {
  name: 'CreateTableBuilder',
  methods: {
    ...runnable(),
    temporary: words('temporary', 'TEMPORARY '),
    ifNotExists: words('if not exists', 'IF NOT EXISTS '),
    onCommit: sets('commit', (call) => call.sql` ON COMMIT ${knownString(call.argument(0)) ?? 'PRESERVE ROWS'}`),
    addColumn: adds('columns', (call, { naming }) => columnDefinition(call, naming)),
    ...constraints('constraints'),
    modifyFront: adds('front', (call, { naming }) => call.sql`${operand(call.argument(0), call, naming)} `),
    modifyEnd: adds('end', (call, { naming }) => call.sql` ${operand(call.argument(0), call, naming)}`),
    as: sets('query', (call, { naming }) => composed(given(call.argument(0), call, naming)) ?? call.sql`SELECT`),
    addIndex: (call, self) => again(self, call, self.state.parts),
  },
};

/** `schema.createTable('users')`. */
export function createTable(call: Call, naming: Naming): Receiver {
  const name = objectName(call.argument(0), naming);
  return build(call, createType, naming, (parts) => {
    const isQuery = (parts['query']?.length ?? 0) > 0;
    const body = [...(parts['columns'] ?? []), ...(parts['constraints'] ?? [])];
    const columns = isQuery ? [] : [...call.sql` (`, ...clause('', { body }, 'body'), ...call.sql`)`];
    const head = call.sql`CREATE ${part(parts, 'front')}${part(parts, 'temporary')}TABLE ${part(parts, 'if not exists')}${name}`;
    return [...head, ...columns, ...part(parts, 'commit'), ...part(parts, 'end'), ...clause(' AS ', parts, 'query')];
  });
}

/** An action of ALTER TABLE. */
const action = (make: (call: Call, naming: Naming) => Text): Method<Built> => adds('actions', (call, { naming }) => make(call, naming)); // prettier-ignore

const alteration: ReceiverType<Built> = {
  name: 'AlterColumn',
  isHarmless: true,
  methods: {
    setDataType: sets('action', (call) => call.sql` TYPE ${dataType(call.argument(0))}`),
    setDefault: sets('action', (call) => call.sql` SET DEFAULT ${immediate(call.argument(0))}`),
    dropDefault: words('action', ' DROP DEFAULT'),
    setNotNull: words('action', ' SET NOT NULL'),
    dropNotNull: words('action', ' DROP NOT NULL'),
  },
};

function alterColumn(call: Call, naming: Naming): Text {
  const column = identifier(call.argument(0));
  const start = build(call, alteration, naming, (parts) => call.sql`ALTER COLUMN ${column}${part(parts, 'action')}`);
  const text = composed(call.run(call.argument(1), [start]));
  if (!text) call.unverifiable();
  return text ?? [];
}

const dropping: ReceiverType<Built> = {
  name: 'DropColumn',
  isHarmless: true,
  methods: { ifExists: words('if exists', 'IF EXISTS ') },
  others: 'chain',
};

function dropColumn(call: Call, naming: Naming): Text {
  const render = (parts: Parts) => call.sql`DROP COLUMN ${part(parts, 'if exists')}${identifier(call.argument(0))}`;
  const text = call.args.length > 1 ? composed(call.run(call.argument(1), [build(call, dropping, naming, render)])) : null; // prettier-ignore
  return text ?? render({});
}

/** What follows an action: of a constraint, an index. */
const ends: Record<string, Method<Built>> = {
  ...foreignKeyMethods,
  ifExists: words('if exists', 'IF EXISTS '),
  cascade: words('end', ' CASCADE'),
  restrict: words('end', ' RESTRICT'),
  unique: words('unique', 'unique '),
  column: adds('columns', (call) => orderedColumn(call.argument(0))),
  columns: adds('columns', (call) => columnNames(call.argument(0))),
  expression: adds('columns', (call, { naming }) => operand(call.argument(0), call, naming)),
  using: sets('using', (call) => call.sql` USING ${knownString(call.argument(0)) ?? 'btree'}`),
};

const alterType: ReceiverType<Built> = {
  name: 'AlterTableBuilder',
  methods: {
    ...runnable(),
    ...ends,
    addColumn: action((call, naming) => call.sql`ADD COLUMN ${columnDefinition(call, naming)}`),
    modifyColumn: action((call, naming) => call.sql`modify column ${columnDefinition(call, naming)}`),
    dropColumn: action(dropColumn),
    renameColumn: action((call) => call.sql`RENAME COLUMN ${identifier(call.argument(0))} TO ${identifier(call.argument(1))}`),
    alterColumn: action(alterColumn),
    renameTo: action((call) => call.sql`RENAME TO ${identifier(call.argument(0))}`),
    setSchema: action((call) => call.sql`SET SCHEMA ${identifier(call.argument(0))}`),
    ...Object.fromEntries(constraintNames.map((name) => [name, action((call, naming) => call.sql`ADD ${constraintDefinition(call, naming)}`)])),
    dropConstraint: dropsConstraint,
    renameConstraint: action((call) => call.sql`RENAME CONSTRAINT ${identifier(call.argument(0))} TO ${identifier(call.argument(1))}`),
    addIndex: sets('index', (call) => call.sql`index ${identifier(call.argument(0))}`),
    dropIndex: action((call) => call.sql`drop index ${identifier(call.argument(0))}`),
  },
}; // prettier-ignore

/** `IF EXISTS` comes later, and stands before the name. */
function dropsConstraint(call: Call, self: Receiver<Built>): Receiver {
  const { parts } = self.state;
  const next = { ...parts, constraint: [call.sql`DROP CONSTRAINT `], name: [identifier(call.argument(0))] };
  return again(self, call, next);
}

/** `schema.alterTable('users')`. */
export function alterTable(call: Call, naming: Naming): Receiver {
  const name = objectName(call.argument(0), naming);
  return build(call, alterType, naming, (parts) => {
    const actions = (parts['actions'] ?? []).filter((action) => action.length > 0);
    const end = [...constraintEnd(parts), ...part(parts, 'end')];
    const dropped = ['constraint', 'if exists', 'name'].flatMap((each) => part(parts, each));
    const index = (parts['index']?.length ?? 0) > 0 ? addedIndex(call, parts) : [];
    const all = [...dropped, ...clause('', { actions }, 'actions'), ...index, ...end];
    return all.length > 0 || !parts['actions'] ? call.sql`ALTER TABLE ${name} ${all}` : [];
  });
}

/** Of other databases than PostgreSQL. */
const addedIndex = (call: Call, parts: Parts): Text =>
  call.sql`add ${part(parts, 'unique')}${part(parts, 'index')} (${clause('', parts, 'columns')})${part(parts, 'using')}`;
