import { anyScript } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { scriptAdapter, scriptIdentity } from '../script-adapter.ts';

/**
 * TypeORM (typeorm/typeorm MigrationExecutor.ts): `<milliseconds>-<Description>.ts`. It orders by the last 13 digits of the name of the
 * class, which the file has in its name, and knows a migration by that name.
 */
export default {
  ...scriptAdapter,
  folders: [`**/migrations/**/${anyScript}`, `**/migration/**/${anyScript}`],
  convention: '<milliseconds>-<Description>.ts',
  identify: (path) => scriptIdentity(path, /(?<!\d)(?<version>\d{13})(?!\d)/),
  knownBy: 'version',
  ignoresExtension: true,
} satisfies Adapter;
