import { classesOf, exportedEntries } from '../entries.ts';
import { defineFramework, type Entry } from '../framework.ts';
import type { Module } from '../module.ts';
import { client } from '../prisma/client.ts';
import { exported } from '../prisma/migration.ts';
import { namespace } from '../prisma/tag.ts';
import { builtin } from '../values.ts';

const packages = ['postgres', 'target-postgres', 'family-sql', 'migration-tools', 'errors'];

/** `class M extends Migration { get operations() { … } }` of Prisma 8. */
function operationsOf(module: Module): readonly Entry[] {
  return classesOf(module).flatMap((each): readonly Entry[] => {
    const object = module.instantiate(each);
    const callee = object.properties.get('operations');
    return callee?.kind === 'function' && callee.isGetter ? [{ direction: 'up', callee, args: [], self: object }] : [];
  });
}

export default defineFramework({
  packages: ['@prisma/client', ...packages.map((name) => `@prisma-next/${name}`)],
  exports: {
    '@prisma/client': { PrismaClient: builtin('PrismaClient', () => client), Prisma: namespace },
    ...Object.fromEntries(packages.map((name) => [`@prisma-next/${name}/migration`, exported])),
    '@prisma-next/cli/migration-cli': exported,
  },
  types: { PrismaClient: client, 'Prisma.TransactionClient': client, TransactionClient: client },
  entries: (module) => [...operationsOf(module), ...exportedEntries(module, [client])],
  signs: /\$(?:execute|query)Raw|\bprisma\.|get operations\(/,
  runsTopLevel: true,
  hasWayBack: (module) => operationsOf(module).length === 0,
  transaction: (module) => operationsOf(module).length > 0,
});
