import type { Adapter } from '../adapter.ts';
import { scriptAdapter } from '../script-adapter.ts';

/** Kysely (kysely-org/kysely migrator.ts): any name, in the order of the letters, known by the name without extension. */
export default {
  ...scriptAdapter,
  convention: '<timestamp>_<description>.ts',
  order: 'names',
  knownBy: 'name',
  ignoresExtension: true,
} satisfies Adapter;
