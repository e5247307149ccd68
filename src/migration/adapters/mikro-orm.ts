import type { Adapter } from '../adapter.ts';
import { scriptAdapter, scriptIdentity } from '../script-adapter.ts';

/** MikroORM (mikro-orm/mikro-orm packages/migrations): `Migration<YYYYMMDDHHMMSS>[_<description>].ts`, known by the name without extension; the word is the project's. */
export default {
  ...scriptAdapter,
  convention: 'Migration<YYYYMMDDHHMMSS>_<description>.ts',
  identify: (path) => scriptIdentity(path, /^[a-z]\w*?(?<version>\d{14})(?:[_-].*)?$/is),
  order: 'names',
  knownBy: 'name',
  ignoresExtension: true,
} satisfies Adapter;
