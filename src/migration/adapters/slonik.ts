import { anyMigration } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { scriptAdapter, scriptOrSqlIdentity } from '../script-adapter.ts';

/** @slonik/migrator (mmkal/slonik-tools): `<YYYY.MM.DDTHH.MM.SS>.<description>.sql` with its way back in `down/`, or a script of that name. */
export default {
  ...scriptAdapter,
  folders: [`**/migrations/**/${anyMigration}`],
  convention: '<YYYY.MM.DDTHH.MM.SS>.<description>.sql',
  identify: scriptOrSqlIdentity,
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
