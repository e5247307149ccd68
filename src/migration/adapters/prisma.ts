import { isScript } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { folderIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, beside, folderOf, hasBeside } from '../path.ts';

const ownScript = /(?:^|\/)\d{8}T\d{4,6}_[^/]+\/migration\.[cm]?[jt]s$/;

/**
 * Prisma Migrate: `<timestamp>_<description>/migration.sql`, sent as one query. It has no way back;
 * its documentation has people write a `down.sql` beside it. Prisma 8 has `<space>/<YYYYMMDDTHHMM>_<description>/migration.ts`.
 */
export default {
  folders: ['**/prisma/migrations/*/*.sql', '**/migrations/*/migration.sql', '**/migrations/*/*/migration.ts'],
  convention: '<YYYYMMDDHHMMSS>_<description>/migration.sql',
  directive: null,
  evidence({ path }, files) {
    const base = baseOf(path);
    if (isScript(path)) return ownScript.test(path) ? 'path' : null;
    if (base === 'down.sql') return hasBeside(path, 'migration.sql', files) ? 'certain' : null;
    return base === 'migration.sql' && folderOf(path) !== '' ? 'path' : null;
  },
  identify: (path) => folderIdentity(path, /^(?<version>\d+(?:T\d+)?)_./),
  parts: (file, direction) => (isScript(file.path) ? [] : wholeFile(file, direction, 'batch')),
  wayBack: (path) => ({ kind: 'none', paths: [beside(path, 'down.sql')] }),
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
