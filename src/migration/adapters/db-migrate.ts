import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, folderOf, hasBeside } from '../path.ts';

const name = /^(?<name>(?<version>\d{14})-.+)-(?:up|(?<down>down))\.sql$/s;

/** db-migrate with SQL files (db-migrate/node-db-migrate lib/template.js): `<YYYYMMDDHHMMSS>-<description>-up.sql` and `…-down.sql`. */
export default {
  folders: ['**/migrations/sqls/*.sql'],
  convention: '<YYYYMMDDHHMMSS>-<description>-up.sql',
  directive: null,
  // A description may end in "-down" with other tools, and such a file must not pass for a way back.
  evidence({ path }, files) {
    if (!name.test(baseOf(path))) return null;
    const up = baseOf(path).replace(/-down\.sql$/, '-up.sql');
    return baseOf(folderOf(path)) === 'sqls' || hasBeside(path, up, files) ? 'path' : null;
  },
  identify: (path) => fileIdentity(path, name),
  parts: (file, direction) => wholeFile(file, direction, 'transaction'),
  wayBack: (path) => ({ kind: 'file', paths: [path.replace(/-up\.sql$/, '-down.sql')] }),
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
