import type { Call } from '../call.ts';
import { knownString } from '../sql.ts';
import { dialect } from '../dialect.ts';
import { type Method, objectValue, receiver, type ReceiverType, stringValue, type Value } from '../values.ts';
import { askMethods } from './ask-interface.ts';
import { dataTypes } from './data-types.ts';
import { forEachName } from './each-option.ts';
import { expressionExports, expressionMethods, operators, sqlTag } from './expressions.ts';
import { deferrables, keywords } from './constants.ts';
import { keyMethods } from './keys.ts';
import { modelNamed, modelValue } from './model.ts';
import { quoted, quotedParts, quotedTable, tableOf } from './names.ts';
import { isSet, maySet, type Version } from './options.ts';
import { programMethods } from './programs.ts';
import { query } from './raw.ts';
import { rowMethods } from './rows.ts';
import { createSchema, dropAllSchemas, dropSchema, everything, tableMethods } from './tables.ts';
import { transaction } from './transaction.ts';
import { send } from './send.ts';

/** Helpers that quote names: what they give is safe inside SQL. */
const quoting: Readonly<Record<string, Method>> = {
  quoteIdentifier: (call) => quotedValue(call, quoted(call.argument(0))),
  quoteIdentifiers: (call) => quotedValue(call, quotedParts(call.argument(0))),
  quoteTable: (call) => quotedValue(call, quotedTable(tableOf(call.argument(0)), 6)),
  escape: (call) => call.safe(),
};

const quotedValue = (call: Call, text: ReturnType<typeof quoted>): Value =>
  knownString(call.argument(0)) === null && call.argument(0).kind !== 'object' ? call.safe() : stringValue(text, call.range); // prettier-ignore

/** `queryInterface.queryGenerator`: makes SQL and sends none. */
const generator: ReceiverType = { name: 'queryGenerator', methods: quoting, others: 'nothing', isHarmless: true };

const named = (methods: Readonly<Record<string, Method>>) =>
  Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, forEachName(method)]));

const interfaceType = (version: Version): ReceiverType => ({
  name: 'QueryInterface',
  methods: {
    ...askMethods,
    ...quoting,
    ...named({ ...tableMethods(version), ...keyMethods(version), ...rowMethods(version), ...programMethods(version) }),
    withoutForeignKeyChecks: (call) => runLast(call, call.unknown()),
  },
  get: (_, name) => {
    if (name === 'sequelize') return instances[version];
    return name === 'queryGenerator' || name === 'QueryGenerator' ? receiver(generator, version) : undefined;
  },
});

function runLast(call: Call, given: Value): Value {
  const last = call.args.at(-1);
  return last ? call.run(last, [given]) : call.unknown();
}

/** Makes or drops the tables of every model there is. */
const syncAll: Method = (call) => {
  if (maySet(call.argument(0), 'force'))
    send(call, call.sql`DROP TABLE IF EXISTS ${everything(call, 'table')} CASCADE`);
  else call.unverifiable(undefined, 'It makes the tables what the models of the project say');
  return call.unknown();
};

const sent =
  (work: (call: Call) => void): Method =>
  (call) => {
    work(call);
    return call.unknown();
  };

const nothing: Method = (call) => call.unknown();

const harmless =
  `authenticate validate close random getDatabaseName databaseVersion fetchDatabaseVersion getDatabaseVersion log import addHook
  addModels refreshTypes set setSessionVariables normalizeDataType normalizeAttribute isClosed removeAllModels getCurrentClsTransaction
  getDatabaseVersionIfExist setDatabaseVersion validateValue`.split(/\s+/);

const instanceMethods = (version: Version): Readonly<Record<string, Method>> => ({
  ...expressionMethods,
  query,
  queryRaw: query,
  transaction,
  startUnmanagedTransaction: transaction,
  withConnection: (call) => runLast(call, call.unknown()),
  getQueryInterface: () => queryInterfaces[version],
  define: (call) => modelValue(call, call.argument(0), call.argument(1), call.argument(2), version),
  model: (call) => modelValue(call, call.argument(0), call.unknown(), call.argument(2), version),
  isDefined: nothing,
  sync: syncAll,
  drop: sent((call) => send(call, call.sql`DROP TABLE IF EXISTS ${everything(call, 'table')}${maySet(call.argument(0), 'cascade') && ' CASCADE'}`)), // prettier-ignore
  truncate: sent((call) => send(call, call.sql`TRUNCATE ${everything(call, 'table')}${isSet(call.argument(0), 'restartIdentity') && ' RESTART IDENTITY'}${maySet(call.argument(0), 'cascade') && ' CASCADE'}`)), // prettier-ignore
  destroyAll: sent((call) => send(call, call.sql`DELETE FROM ${everything(call, 'table')}`)),
  createSchema: createSchema(version),
  dropSchema: dropSchema(version),
  dropAllSchemas: dropAllSchemas(version),
  showAllSchemas: (call) => askMethods['showAllSchemas']?.(call, queryInterfaces[version] as never) ?? call.unknown(),
  escape: (call) => call.safe(),
  getDialect: (call) => dialect('getDialect', call.range),
  ...Object.fromEntries(harmless.map((name) => [name, nothing])),
});

const instanceType = (version: Version): ReceiverType => ({
  name: 'Sequelize',
  methods: instanceMethods(version),
  get: (_, name) => {
    switch (name) {
      case 'queryInterface':
        return queryInterfaces[version];
      case 'queryGenerator':
        return receiver(generator, version);
      case 'models':
        return receiver(modelsType(version), version);
      case 'options':
        return objectValue([['dialect', dialect('dialect', [0, 0])]]);
      case 'dialect':
        return objectValue([['name', dialect('name', [0, 0])]]);
      case 'constructor':
      case 'Sequelize':
        return classes[version];
      default:
        return shared(name);
    }
  },
});

const modelsType = (version: Version): ReceiverType => ({
  name: 'models',
  methods: {},
  get: ({ range }, name) => (/^[A-Z]/.test(name) ? modelNamed(name, range, version) : undefined),
  others: 'nothing',
  isHarmless: true,
});

/** What the class and its instances both have. */
function shared(name: string): Value | undefined {
  if (name === 'DataTypes') return dataTypes;
  if (name === 'Op') return operators;
  if (name === 'Deferrable' || name === 'ConstraintChecking') return deferrables;
  return name === 'QueryTypes' || name === 'Transaction' ? keywords : undefined;
}

/** `Sequelize` itself, which is the whole package too. */
const classType = (version: Version): ReceiverType => ({
  name: 'Sequelize',
  methods: expressionMethods,
  get: (_, name) => {
    if (name === 'default' || name === 'Sequelize') return classes[version];
    if (name === 'sql') return sqlTag;
    return shared(name) ?? typeNamed(name) ?? expressions.get(name);
  },
  call: () => instances[version],
  others: 'nothing',
  isHarmless: true,
});

const typeNamed = (name: string) => (dataTypes.kind === 'receiver' ? dataTypes.type.get?.(dataTypes, name) : undefined);
const expressions = new Map(expressionExports);

const both = (make: (version: Version) => Value): Readonly<Record<Version, Value>> => ({ 6: make(6), 7: make(7) });

/** A query interface of each version. */
export const queryInterfaces = both((version) => receiver(interfaceType(version), version));

/** A connection of each version: `new Sequelize(…)`. */
export const instances = both((version) => receiver(instanceType(version), version));

/** The class `Sequelize` of each version. */
export const classes = both((version) => receiver(classType(version), version));
