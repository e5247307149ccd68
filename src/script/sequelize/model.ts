import type { Call } from '../call.ts';
import { superName } from '../classes.ts';
import { knownString } from '../sql.ts';
import { constant } from '../string-text.ts';
import {
  arrayValue,
  type Method,
  receiver,
  type Receiver,
  type ReceiverType,
  stringValue,
  type Value,
} from '../values.ts';
import { quotedTable, type Table, underscored } from './names.ts';
import { entry, isSet, maySet, option, type Version } from './options.ts';
import { bulkConflict, deleteRows, insertRows, truncateRows, updateRows, upsertConflict } from './rows.ts';
import { createTable, dropTable } from './tables.ts';

/** A model: its table and what it says of its columns. */
interface Model extends Table {
  readonly columns: Value;
  readonly version: Version;
}

const done = (work: (call: Call, model: Model) => void): Method<Model> => (call, { state }) => {
  work(call, state);
  return call.unknown();
}; // prettier-ignore

const tableText = (model: Model) => quotedTable(model, model.version);

function sync(call: Call, model: Model): void {
  const options = call.argument(0);
  if (maySet(options, 'alter')) call.unverifiable(undefined, 'It makes the table what the model says, and drops what the model lacks'); // prettier-ignore
  if (maySet(options, 'force')) dropTable(call, tableText(model), options, model.version);
  createTable(call, model, model.columns, options, model.version);
}

function changeBy(call: Call, model: Model): void {
  const fields = call.argument(0);
  const columns = fields.kind === 'text' ? [fields] : fields.kind === 'array' ? fields.items : [];
  const values = fields.kind === 'object' ? fields : { ...call.unknown(), expression: columns.map((column) => knownString(column) ?? '').join(' ') }; // prettier-ignore
  updateRows(call, tableText(model), values, option(call.argument(1), 'where'), model.version);
}

const asked: Method<Model> = (call) => call.unknown();

const asking =
  `findAll findOne findByPk findAndCountAll findCreateFind count max min sum aggregate describe build getTableName scope unscoped
  schema hasMany belongsTo hasOne belongsToMany addHook beforeCreate afterCreate addScope getAttributes removeAttribute refreshAttributes`.split(
    /\s+/,
  );

const modelType: ReceiverType<Model> = {
  name: 'Model',
  methods: {
    ...Object.fromEntries(asking.map((name) => [name, asked])),
    destroy: done((call, model) => deleteRows(call, tableText(model), option(call.argument(0), 'where'), call.argument(0), 6)), // prettier-ignore
    truncate: done((call, model) => truncateRows(call, tableText(model), call.argument(0))),
    drop: done((call, model) => dropTable(call, tableText(model), call.argument(0), 6)),
    sync: done(sync),
    update: done((call, model) => updateRows(call, tableText(model), call.argument(0), option(call.argument(1), 'where'), model.version)), // prettier-ignore
    restore: done((call, model) => updateRows(call, tableText(model), call.unknown(), option(call.argument(0), 'where'), model.version)), // prettier-ignore
    increment: done(changeBy),
    decrement: done(changeBy),
    create: done((call, model) => insertRows(call, tableText(model), call.argument(0), null)),
    bulkCreate: done((call, model) => insertRows(call, tableText(model), call.argument(0), bulkConflict(call.argument(1)))), // prettier-ignore
    findOrCreate: done((call, model) => insertRows(call, tableText(model), option(call.argument(0), 'where') ?? call.unknown(), { keys: [], update: null })), // prettier-ignore
    upsert: done((call, model) => insertRows(call, tableText(model), call.argument(0), upsertConflict(call.argument(0), call.argument(1)))), // prettier-ignore
    init: () => undefined,
  },
  get: ({ state }, name) => (name === 'tableName' ? state.name : undefined),
  others: 'nothing',
  isHarmless: true,
};

/** `sequelize.define('User', columns, { tableName })`, or a model that stands elsewhere. */
export function modelValue(call: Call, name: Value, columns: Value, options: Value, version: Version): Value {
  const given = option(options, 'tableName');
  const known = knownString(name);
  const isFrozen = isSet(options, 'freezeTableName');
  const written = known === null || isFrozen ? known : plural(isSet(options, 'underscored') ? underscored(known) : known); // prettier-ignore
  const table = given ?? (written === null ? name : stringValue([constant(written, name.range)], name.range));
  const model: Model = { name: table, schema: option(options, 'schema') ?? null, columns, version };
  return receiver(modelType, model, call.range);
}

/** A model that only has a name. */
export function modelNamed(name: string, range: Value['range'], version: Version): Value {
  const table = stringValue([constant(plural(name), range)], range);
  return receiver(modelType, { name: table, schema: null, columns: arrayValue([], range, true), version }, range);
}

/** The plural of an English word, as far as tables are named. */
function plural(word: string): string {
  if (/[^aeiou]y$/i.test(word)) return word.replace(/y$/i, 'ies');
  if (/(?:s|x|z|ch|sh)$/i.test(word)) return /[^s]s$/i.test(word) && !/(?:us|is)$/i.test(word) ? word : `${word}es`;
  return /(?:people|children|men|data)$/i.test(word) ? word : `${word}s`;
}

/** Calls by which a model is told that stands in a file that is not read: `User.destroy({ where })`. */
const told: Readonly<Record<string, (call: Call) => boolean>> = {
  destroy: (call) => hasAny(call.argument(0), ['where', 'truncate']),
  truncate: (call) => call.args.length === 0 || hasAny(call.argument(0), ['cascade', 'restartIdentity', 'force', 'transaction', 'where']), // prettier-ignore
  update: (call) => hasAny(call.argument(1), ['where']),
  restore: (call) => hasAny(call.argument(0), ['where']),
  sync: (call) => hasAny(call.argument(0), ['force', 'alter']),
};

const hasAny = (value: Value, names: readonly string[]) => value.kind === 'object' && names.some((name) => value.properties.has(name)); // prettier-ignore

/** The name of what may be a model: of something unknown, or of a class of the script. */
function modelName(object: Value): string | undefined {
  if (object.kind === 'unknown') return /(?:^|\.)([A-Z]\w*)$/.exec(object.expression)?.[1];
  if (object.kind !== 'function' || superName(object) !== 'Model') return undefined;
  return 'id' in object.node && object.node.id && 'name' in object.node.id ? object.node.id.name : undefined;
}

/** What a call gives of something that looks like a model of Sequelize: it does what a model would; else undefined. */
export function callModel(object: Value, call: Call): Value | undefined {
  const name = modelName(object);
  const method = entry(modelType.methods, call.name);
  if (name === undefined || !method || (object.kind === 'unknown' && !entry(told, call.name)?.(call))) return undefined;
  const model = modelNamed(name, object.range, 6);
  return method(call, model as Receiver<Model>) ?? model;
}
