import type { Adapter } from '../adapter.ts';
import { folderIdentity } from '../identity.ts';
import { baseOf, beside } from '../path.ts';
import { scriptAdapter, scriptIdentity, scriptWayBack } from '../script-adapter.ts';

const inFolder = /^(?:up|down)\.sql$/;

/**
 * Sequelize (sequelize/cli core/migrator.js): `<YYYYMMDDHHMMSS>-<description>.js` in the order of the letters, known by the file's name;
 * version 7 also has folders of that name with `up.sql` and `down.sql`.
 */
export default {
  ...scriptAdapter,
  folders: [...scriptAdapter.folders, '**/migrations/*/{up,down}.sql'],
  convention: '<YYYYMMDDHHMMSS>-<description>.js',
  identify: (path) => (inFolder.test(baseOf(path)) ? folderIdentity(path, /^(?<version>\d+)-./) : scriptIdentity(path)),
  wayBack: (path) =>
    inFolder.test(baseOf(path)) ? { kind: 'file', paths: [beside(path, 'down.sql')] } : scriptWayBack(path),
  order: 'names',
  knownBy: 'name',
} satisfies Adapter;
