import type { Adapter } from '../adapter.ts';
import { scriptAdapter, scriptOrSqlIdentity } from '../script-adapter.ts';

/** Scripts with the client postgres.js, and SQL beside them, run by a program of the project's own: it says what names mean. */
export default {
  ...scriptAdapter,
  convention: null,
  identify: (path, files) => ({ ...scriptOrSqlIdentity(path, files), valid: true }),
  order: 'unknown',
} satisfies Adapter;
