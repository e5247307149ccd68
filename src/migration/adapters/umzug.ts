import { anyMigration } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { scriptAdapter, scriptOrSqlIdentity } from '../script-adapter.ts';

/** Umzug (sequelize/umzug umzug.ts): `<YYYY.MM.DDTHH.MM.SS>.<description>.ts` in the order of the letters; SQL by a resolver of the project. */
export default {
  ...scriptAdapter,
  folders: [`**/migrations/**/${anyMigration}`],
  convention: '<YYYY.MM.DDTHH.MM.SS>.<description>.ts',
  identify: scriptOrSqlIdentity,
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
