import type { Call } from '../call.ts';
import { builtin, objectValue, receiver, type Value } from '../values.ts';
import { dataSource } from './data-source.ts';
import { createQueryBuilder, entityManager, getRepository, heirloom } from './manager.ts';

/** Objects that keep their options: what the query runner does with them is told by these. */
const described = ['Table', 'TableColumn', 'TableIndex', 'TableForeignKey', 'TableUnique', 'TableCheck', 'TableExclusion', 'View', 'EntitySchema'] as const; // prettier-ignore

/** A copy, as scripts change what they are given; what is not known stays so. */
function keepOptions(call: Call): Value {
  const options = call.argument(0);
  if (options.kind !== 'object') return options;
  const copy = objectValue([...options.properties, ['clone', builtin('clone', (inner) => objectValue([...options.properties], inner.range))]], call.range, options.base);
  copy.isOpen = options.isOpen;
  return copy;
} // prettier-ignore

const source = () => receiver(dataSource, null);

/** What the package `typeorm` exports, of what touches the database. */
export const typeormExports: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(described.map((name) => [name, builtin(name, keepOptions)])),
  DataSource: builtin('DataSource', source),
  Connection: builtin('Connection', source),
  createConnection: builtin('createConnection', source),
  getConnection: builtin('getConnection', source),
  getManager: builtin('getManager', () => receiver(entityManager, null)),
  getRepository: builtin('getRepository', (call) => getRepository(call) ?? call.unknown()),
  createQueryBuilder: builtin('createQueryBuilder', (call) => createQueryBuilder(call) ?? call.unknown()),
  BaseEntity: { ...builtin('BaseEntity', () => objectValue([])), kind: 'builtin', heirloom },
}; // prettier-ignore
