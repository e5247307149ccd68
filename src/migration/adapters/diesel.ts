import type { Adapter, Sending } from '../adapter.ts';
import { folderIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { beside } from '../path.ts';
import { isFolderPair } from '../folder-pair.ts';

/** diesel (diesel-rs/diesel diesel_migrations): `<version>_<description>/up.sql` and `down.sql`, with `metadata.toml` beside them. */
export default {
  folders: ['**/migrations/**/{up,down}.sql'],
  convention: '<YYYY-MM-DD-HHMMSS>_<description>/up.sql',
  directive: null,
  evidence: ({ path }, files) => (isFolderPair(path, files) ? 'path' : null),
  identify: (path) => folderIdentity(path, /^(?<version>\d[\d-]*)_./),
  parts: (file, direction, files) =>
    wholeFile(file, direction, sending(files.read(beside(file.path, 'metadata.toml')) ?? null)),
  wayBack: (path) => ({ kind: 'file', paths: [beside(path, 'down.sql')] }),
  // The version is what stands before `_`, without hyphens (migrations_internals/src/lib.rs, version_from_string).
  order: 'joined',
  knownBy: 'version',
} satisfies Adapter;

/** Without the file a transaction, and in a file that does not set it none: its value there is false (migrations_internals/src/lib.rs). */
function sending(metadata: string | null): Sending {
  return metadata === null || /^[ \t]*run_in_transaction[ \t]*=[ \t]*true\b/m.test(metadata) ? 'transaction' : 'batch';
}
