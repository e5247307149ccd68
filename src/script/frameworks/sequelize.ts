import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import type { Module } from '../module.ts';
import { classes, instances, queryInterfaces } from '../sequelize/interface.ts';
import { callModel } from '../sequelize/model.ts';
import type { Version } from '../sequelize/options.ts';
import { rangeOf, type Node } from '../tree.ts';
import type { FunctionValue } from '../values.ts';

/** `up({ sequelize })` is version 7's; version 6 gives a query interface and `Sequelize`. */
function versionOf({ scope }: Module, { node }: FunctionValue): Version {
  const [first] = 'params' in node && Array.isArray(node.params) ? (node.params as readonly Node[]) : [];
  const words = first ? scope.source.slice(...rangeOf(first)) : '';
  return /['"]@sequelize\//.test(scope.source) || /^\{[^}]*\bsequelize\b/.test(words) ? 7 : 6;
}

export default defineFramework({
  packages: ['sequelize', 'sequelize-cli', 'sequelize-typescript', '@sequelize/core', '@sequelize/cli'],
  exports: {
    sequelize: { '*': classes[6] },
    'sequelize-typescript': { '*': classes[6] },
    '@sequelize/core': { '*': classes[7] },
  },
  types: {
    QueryInterface: queryInterfaces[6],
    AbstractQueryInterface: queryInterfaces[7],
    PostgresQueryInterface: queryInterfaces[7],
    Sequelize: instances[6],
  },
  signs: /\b(?:queryInterface|Sequelize)\b/,
  entries: (module) =>
    exportedEntries(module, []).map((entry) => {
      const version = versionOf(module, entry.callee);
      return { ...entry, args: [queryInterfaces[version], classes[version]] };
    }),
  adopt: callModel,
  transaction: () => false,
});
