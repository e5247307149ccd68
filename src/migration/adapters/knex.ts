import type { Adapter } from '../adapter.ts';
import { scriptAdapter } from '../script-adapter.ts';

/** Knex (knex/knex fs-migrations.js): `<YYYYMMDDHHMMSS>_<description>.ts`, in the order of the letters, known by the file's name. */
export default {
  ...scriptAdapter,
  convention: '<YYYYMMDDHHMMSS>_<description>.ts',
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
