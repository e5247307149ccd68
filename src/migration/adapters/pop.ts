import type { Adapter } from '../adapter.ts';
import { fileIdentity } from '../identity.ts';
import { isPair, pairWayBack } from '../pair.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, nearestAbove } from '../path.ts';

const dialect = /\.(?:postgres|postgresql|cockroach|cockroachdb|crdb|pg)\.(?:up|down)\.sql$/;
const name = /^(?<name>(?<version>\d+)_[^.]+)(?:\.[a-z0-9]+)?\.(?:up|(?<down>down))\.sql$/;

/** pop and its command soda (gobuffalo/pop migrator.go): pairs, which may name their database. */
export default {
  folders: ['**/migrations/*.{up,down}.sql'],
  convention: '<version>_<description>[.<database>].up.sql',
  directive: null,
  evidence({ path }, files) {
    if (!isPair(path)) return null;
    return dialect.test(baseOf(path)) || nearestAbove(path, ['database.yml'], files) !== null ? 'certain' : null;
  },
  identify: (path) => fileIdentity(path, name),
  parts: (file, direction) => wholeFile(file, direction, 'transaction'),
  wayBack: pairWayBack,
  order: 'names',
  knownBy: 'version',
} satisfies Adapter;
