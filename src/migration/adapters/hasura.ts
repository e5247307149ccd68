import type { Adapter } from '../adapter.ts';
import { isFolderPair } from '../folder-pair.ts';
import { folderIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { beside, nearestAbove } from '../path.ts';

/** Hasura's CLI: `<version>_<description>/up.sql` and `down.sql`; the server runs each in a transaction (`run_sql`). */
export default {
  folders: ['**/migrations/**/{up,down}.sql'],
  convention: '<milliseconds>_<description>/up.sql',
  directive: null,
  evidence({ path }, files) {
    if (!isFolderPair(path, files)) return null;
    const known = /(?:^|\/)\d{13}_[^/]*\/[^/]*$|hasura[^/]*\//.test(path);
    return known || nearestAbove(path, ['config.yaml', 'Cargo.toml', 'diesel.toml'], files) === 'config.yaml'
      ? 'certain'
      : null;
  },
  identify: (path) => folderIdentity(path, /^(?<version>\d+)_./),
  parts: (file, direction) => wholeFile(file, direction, 'transaction'),
  wayBack: (path) => ({ kind: 'file', paths: [beside(path, 'down.sql')] }),
  knownBy: 'version',
} satisfies Adapter;
