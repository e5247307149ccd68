import type { Adapter } from '../adapter.ts';
import { handMadePaths } from '../companion.ts';
import { fileIdentity } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { hasBeside } from '../path.ts';

/** Atlas (ariga/atlas sql/migrate/dir.go): `<version>_<description>.sql` beside `atlas.sum`; it plans the way back by itself. */
export default {
  folders: ['**/migrations/*.sql'],
  convention: '<version>_<description>.sql',
  directive: /^\s*atlas:\w/,
  evidence({ path, text }, files) {
    if (text.includes('atlas:') && /(?<![^\n])--[ \t]*atlas:\w/.test(text)) return 'marker';
    return hasBeside(path, 'atlas.sum', files) ? 'project' : null;
  },
  identify: (path) => fileIdentity(path, /^(?<name>(?<version>\d+)(?:_.*)?)\.sql$/s),
  parts: (file, direction) => wholeFile(file, direction, withoutTransaction(file.text) ? 'statements' : 'transaction'),
  wayBack: (path) => ({ kind: 'none', paths: handMadePaths(path) }),
  order: 'names',
} satisfies Adapter;

/** The directive counts in the comments at the very top, which a blank line must part from the SQL. */
function withoutTransaction(text: string): boolean {
  const [top = ''] = /^(?:(?:--|#)[^\n]*(?:\n|$))*/.exec(text) ?? [];
  const rest = text.slice(top.length);
  if (rest !== '' && !/^[ \t\r]*\n/.test(rest)) return false;
  return /(?<![^\n])(?:--|#)[ \t]*atlas:txmode +none[ \t\r]*(?=\n|$)/.test(top);
}
