import { asyncPackage } from '../db-migrate/async.ts';
import { dataType } from '../db-migrate/columns.ts';
import { driver } from '../db-migrate/driver.ts';
import { exportedEntries } from '../entries.ts';
import { defineFramework } from '../framework.ts';
import { globals } from '../globals.ts';
import type { Module } from '../module.ts';
import { builtin, objectValue, receiver, type Value } from '../values.ts';

const db = receiver(driver, null);

/** What a migration calls when it is done. */
const callback = builtin('callback', (call) => call.unknown());

const tool: Readonly<Record<string, Value>> = { dataType };

const promise = new Map(globals()).get('Promise') ?? callback;

/** What `setup` is given, and `migrate` of the second version. */
const options = () => objectValue([['dbmigrate', objectValue(Object.entries(tool))], ['dbm', objectValue(Object.entries(tool))], ['Promise', promise]]); // prettier-ignore

const secondVersion = { up: 'migrate', down: 'none' } as const;

const find = ({ exports }: Module, name: string) => {
  const whole = exports.properties.get('default');
  return exports.properties.get(name) ?? (whole?.kind === 'object' ? whole.properties.get(name) : undefined);
};

export default defineFramework({
  packages: ['db-migrate'],
  exports: { 'db-migrate': { ...tool }, async: asyncPackage },
  entries: (module) => {
    const first = exportedEntries(module, [db, callback]);
    return first.length > 0 ? first : exportedEntries(module, [db, options()], secondVersion);
  },
  setup(module) {
    const callee = find(module, 'setup');
    return callee?.kind === 'function' ? [{ direction: 'up', callee, args: [options(), callback], self: null }] : [];
  },
  signs:
    /\.runSql(?:Async)?\s*\(|\bdb\.(?:removeColumn|changeColumn|removeIndex|removeForeignKey)\b|\(\s*_?db\s*,\s*(?:cb|callback|done|next)\b/,
  // The second version learns the way back from what goes up.
  infersDown: (module) => find(module, 'migrate')?.kind === 'function' && find(module, 'up') === undefined,
  transaction: () => true,
});
