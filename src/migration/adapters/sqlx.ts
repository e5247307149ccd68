import type { Adapter } from '../adapter.ts';
import { handMadePaths } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { isPair } from '../pair.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, folderOf, manifestAbove } from '../path.ts';

const name = /^(?<name>(?<version>\d+)_.*?)(?:\.up|(?<down>\.down))?\.sql$/s;

/** sqlx (launchbadge/sqlx sqlx-core/src/migrate/source.rs): `<version>_<description>.sql`, or two files with `.up` and `.down`. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<version>_<description>.sql',
  directive: /^ no-transaction/,
  evidence({ path, text }, files) {
    if (!name.test(baseOf(path))) return null;
    if (text.startsWith('-- no-transaction')) return isPair(path) ? 'certain' : 'marker';
    if (baseOf(folderOf(path)) !== 'migrations' || manifestAbove(path, files) !== 'Cargo.toml') return null;
    return isPair(path) ? 'certain' : 'project';
  },
  identify: (path) => fileIdentity(path, name),
  parts: (file, direction) =>
    wholeFile(file, direction, file.text.startsWith('-- no-transaction') ? 'batch' : 'transaction'),
  wayBack: (path) => ({ kind: 'file', paths: handMadePaths(path) }),
  knownBy: 'version',
} satisfies Adapter;
