import type { Adapter } from '../adapter.ts';
import { handMadeFolders } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';

/**
 * Supabase's CLI (supabase/cli pkg/migration/file.go): `supabase/migrations/<timestamp>_<description>.sql`, sent as one batch.
 * It has no way back, and would run `x.down.sql` as a migration: SQL for it can only stand in a folder of its own.
 */
export default {
  folders: ['**/supabase/migrations/*.sql'],
  convention: '<YYYYMMDDHHMMSS>_<description>.sql',
  directive: null,
  evidence: ({ path }) => (/(?:^|\/)supabase\/migrations\/[^/]+\.sql$/.test(path) ? 'certain' : null),
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)_.*)\.sql$/s),
  parts: (file, direction) => wholeFile(file, direction, 'batch'),
  wayBack: (path) => ({ kind: 'none', paths: handMadeFolders(path) }),
  order: 'names',
  knownBy: 'version',
} satisfies Adapter;
