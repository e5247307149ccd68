import { anyScript, isScript } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, folderOf, hasBeside } from '../path.ts';
import { scriptIdentity, scriptWayBack } from '../script-adapter.ts';

const name = /^(?<name>(?<version>\d{14})-.+)-(?:up|(?<down>down))\.sql$/s;

/**
 * db-migrate (db-migrate/node-db-migrate lib/template.js): scripts `<YYYYMMDDHHMMSS>-<description>.js`, and SQL files that they run,
 * `…-up.sql` and `…-down.sql`.
 */
export default {
  folders: ['**/migrations/sqls/*.sql', `**/migrations/${anyScript}`],
  convention: '<YYYYMMDDHHMMSS>-<description>.js or …-up.sql',
  directive: null,
  // A description may end in "-down" with other tools, and such a file must not pass for a way back.
  evidence({ path }, files) {
    if (!name.test(baseOf(path))) return null;
    const up = baseOf(path).replace(/-down\.sql$/, '-up.sql');
    return baseOf(folderOf(path)) === 'sqls' || hasBeside(path, up, files) ? 'path' : null;
  },
  identify: (path) => (isScript(path) ? scriptIdentity(path, /^(?<version>\d{14})-./) : fileIdentity(path, name)),
  parts: (file, direction) => (isScript(file.path) ? [] : wholeFile(file, direction, 'transaction')),
  wayBack: (path) =>
    isScript(path) ? scriptWayBack(path) : { kind: 'file', paths: [path.replace(/-up\.sql$/, '-down.sql')] },
  order: 'names',
  knownBy: 'name',
  ignoresExtension: true,
} satisfies Adapter;
