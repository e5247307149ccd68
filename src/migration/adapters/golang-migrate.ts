import type { Adapter } from '../adapter.ts';
import { wholeFile } from '../parts.ts';
import { isPair, pairIdentity, pairWayBack } from '../pair.ts';

/**
 * golang-migrate, and what shares its names: `<version>_<description>.up.sql` beside `….down.sql`.
 * It sends a file as one query and opens no transaction (golang-migrate/migrate database/postgres).
 */
export default {
  folders: ['**/migrations/**/*.{up,down}.sql'],
  convention: '<version>_<description>.up.sql',
  // morph, which reads the same names.
  directive: /^ morph:nontransactional/,
  evidence: ({ path }) => (isPair(path) ? 'path' : null),
  identify: pairIdentity,
  parts: (file, direction) => wholeFile(file, direction, 'batch'),
  wayBack: pairWayBack,
  knownBy: 'version',
} satisfies Adapter;
