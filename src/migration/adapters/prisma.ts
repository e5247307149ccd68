import type { Adapter } from '../adapter.ts';
import { folderIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, beside, folderOf, hasBeside } from '../path.ts';

/**
 * Prisma Migrate: `<timestamp>_<description>/migration.sql`, sent as one query. It has no way back;
 * its documentation has people write a `down.sql` beside it.
 */
export default {
  folders: ['**/prisma/migrations/*/*.sql', '**/migrations/*/migration.sql'],
  convention: '<YYYYMMDDHHMMSS>_<description>/migration.sql',
  directive: null,
  evidence({ path }, files) {
    const base = baseOf(path);
    if (base === 'down.sql') return hasBeside(path, 'migration.sql', files) ? 'certain' : null;
    return base === 'migration.sql' && folderOf(path) !== '' ? 'path' : null;
  },
  identify: (path) => folderIdentity(path, /^(?<version>\d+)_./),
  parts: (file, direction) => wholeFile(file, direction, 'batch'),
  wayBack: (path) => ({ kind: 'none', paths: [beside(path, 'down.sql')] }),
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
