import { superName } from '../classes.ts';
import { classEntries, classesOf } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import type { Module } from '../module.ts';
import { receiver, unknown } from '../values.ts';
import { dataSource } from '../typeorm/data-source.ts';
import { typeormExports } from '../typeorm/exports.ts';
import { entityManager, repository } from '../typeorm/manager.ts';
import { newRunner } from '../typeorm/query-runner.ts';

/** A class says `transaction = false` to run in none. */
function isInTransaction(module: Module): boolean {
  return classesOf(module).every((each) => {
    const value = module.instantiate(each).properties.get('transaction');
    return value?.kind !== 'constant' || value.value !== false;
  });
}

export default defineFramework({
  packages: ['typeorm'],
  exports: { typeorm: typeormExports },
  types: {
    QueryRunner: newRunner(1),
    EntityManager: receiver(entityManager, null),
    DataSource: receiver(dataSource, null),
    Connection: receiver(dataSource, null),
    Repository: receiver(repository, { entity: unknown('the table of a repository', [0, 0]) }),
  },
  entries(module) {
    const args = [newRunner(isInTransaction(module) ? 1 : 0)];
    const declared = classEntries(module, args, ['MigrationInterface']);
    // MikroORM's migrations extend its class.
    const isOthers = classesOf(module).some((each) => superName(each) === 'Migration');
    return declared.length > 0 || isOthers ? declared : classEntries(module, args);
  },
  transaction: (module) => isInTransaction(module),
});
