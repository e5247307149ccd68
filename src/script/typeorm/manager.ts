import type { Call } from '../call.ts';
import { isMissing } from '../sql.ts';
import {
  builtin,
  type FunctionValue,
  type Method,
  receiver,
  type ReceiverType,
  unknown,
  type Value,
} from '../values.ts';
import { dataSource } from './data-source.ts';
import { entityCalls, looks, takesRows } from './entity-calls.ts';
import { newQuery } from './query-builder.ts';
import { type Plain, runRaw, sqlTag } from './raw.ts';
import { newRunner } from './query-runner.ts';

/** Of which entity a repository is. */
export interface Repository {
  readonly entity: Value;
}

/** `manager.save(user)` names no entity: its rows do. */
const ofManager = (name: string): Plain => (call) => {
  const run = entityCalls[name];
  const [first, ...rest] = call.args;
  const isRows = takesRows.has(name) && (rest.length === 0 || first?.kind === 'object' || first?.kind === 'array');
  if (!run || !first) return call.unknown();
  return isRows ? run(call, unknown(`the table of ${call.written}`, first.range), call.args) : run(call, first, rest);
}; // prettier-ignore

const ofRepository = (name: string): Method<Repository> => (call, { state }) =>
  entityCalls[name]?.(call, state.entity, call.args) ?? call.unknown(); // prettier-ignore

const methodsOf = <State>(make: (name: string) => Method<State>): Readonly<Record<string, Method<State>>> =>
  Object.fromEntries(Object.keys(entityCalls).map((name) => [name, make(name)]));

const nothing: Plain = (call) => call.unknown();
const harmless = Object.fromEntries(
  [...looks, 'release', 'getMongoRepository', 'reload'].map((name) => [name, nothing]),
);

/** `manager.transaction(async (manager) => …)`. */
export const transaction: Plain = (call) => {
  const callback = call.args.find((arg) => arg.kind === 'function');
  if (!callback) call.unverifiable();
  return callback ? call.run(callback, [receiver(entityManager, null, call.range)]) : call.unknown();
};

/** `createQueryBuilder(Entity?, alias?)`. */
export const createQueryBuilder: Plain = (call) => {
  const [entity] = call.args;
  return newQuery(call, entity && !isMissing(entity) ? entity : null);
};

export const getRepository: Plain = (call) => receiver(repository, { entity: call.argument(0) }, call.range);

/** What `manager`, `queryRunner.manager`, `dataSource.manager` is. */
export const entityManager: ReceiverType<null> = {
  name: 'EntityManager',
  methods: {
    ...methodsOf<null>(ofManager),
    ...harmless,
    query: runRaw,
    createQueryBuilder,
    getRepository,
    getTreeRepository: getRepository,
    getCustomRepository: getRepository,
    withRepository: (call) => call.argument(0),
    transaction,
  },
  get(_, name) {
    if (name === 'sql') return sqlTag;
    if (name === 'connection' || name === 'dataSource') return receiver(dataSource, null);
    return name === 'queryRunner' ? newRunner(1) : undefined;
  },
};

/** What `getRepository(Entity)` gives. */
export const repository: ReceiverType<Repository> = {
  name: 'Repository',
  methods: {
    ...methodsOf(ofRepository),
    ...harmless,
    query: runRaw,
    createQueryBuilder: (call, { state }) => newQuery(call, state.entity),
    extend: () => undefined,
  },
  get(_, name) {
    if (name === 'sql') return sqlTag;
    return name === 'manager' ? receiver(entityManager, null) : undefined;
  },
};

/** A method that `BaseEntity` gives to the classes which extend it. */
export function heirloom(heir: FunctionValue, name: string): Value | undefined {
  const run = entityCalls[name];
  if (run) return builtin(name, (call: Call) => run(call, heir, call.args));
  if (name === 'query') return builtin(name, (call: Call) => runRaw(call));
  if (name === 'createQueryBuilder') return builtin(name, (call: Call) => newQuery(call, heir));
  return name === 'getRepository' ? builtin(name, (call) => receiver(repository, { entity: heir }, call.range)) : undefined;
} // prettier-ignore
