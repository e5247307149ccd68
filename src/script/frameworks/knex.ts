import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { globals } from '../globals.ts';
import { knex, open, wantsTransaction } from '../knex/knex.ts';
import { objection } from '../knex/objection.ts';
import { unknown } from '../values.ts';

/** Knex before 0.95 gave migrations its `Promise` as well. */
const promises = new Map(globals()).get('Promise') ?? unknown('Promise', [0, 0]);

export default defineFramework({
  packages: ['knex', 'objection'],
  exports: { knex: { '*': open }, objection },
  types: { Knex: knex, 'Knex.Transaction': knex, 'Knex.Knex': knex },
  entries: (module) => exportedEntries(module, [knex, promises]),
  signs:
    /\bknex\b|\.fn\s*\.\s*now\(|\.schema\s*\.\s*(?:raw|has(?:Table|Column)|table|dropTableIfExists|withSchema|(?:create|alter)Table\([^()]*(?:=>|function|\())/i,
  transaction: (module) => wantsTransaction(module.exports),
});
