import type { Adapter } from '../adapter.ts';
import { handMadeFolders } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';

const optOut = '-- postgres-migrations disable-transaction';

/** postgres-migrations (ThomWright/postgres-migrations src/run-migration.ts): `<number>_<description>.sql`, forward only. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<number>_<description>.sql',
  directive: /^ postgres-migrations\b/,
  evidence: ({ text }) => (text.includes(optOut) ? 'marker' : null),
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)[-_]?.*)\.sql$/is),
  parts: (file, direction) => wholeFile(file, direction, file.text.includes(optOut) ? 'batch' : 'transaction'),
  wayBack: (path) => ({ kind: 'none', paths: handMadeFolders(path) }),
} satisfies Adapter;
