import type { Adapter } from '../adapter.ts';
import { handMadePaths, isHandMadeWayBack } from '../companion.ts';
import { leadingVersion } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, folderOf } from '../path.ts';

/** SQL that no known framework claims: run by psql or a tool of the project's own. Its way back is a file beside it. */
export default {
  folders: ['**/migrations/**/*.sql', '**/migration/**/*.sql', '**/migrate/**/*.sql'],
  convention: null,
  directive: null,
  evidence: () => null,
  identify(path, files) {
    const name = baseOf(path).replace(/(?:[._-](?:up|down|rollback))?\.sql$/i, '');
    const direction = isHandMadeWayBack(path, files) ? 'down' : 'up';
    return { name, version: leadingVersion(name), direction, valid: true, unit: 'file' };
  },
  parts: (file, direction) => wholeFile(file, direction, 'statements'),
  wayBack: (path) => ({ kind: 'file', paths: handMadePaths(path) }),
  order: 'unknown',
  // Among files that have versions, one without is a template, a dump of the schema or the like.
  repeats: (path, files) =>
    leadingVersion(baseOf(path)) === null && files.list(folderOf(path)).some((name) => /^\d[^/]*\.sql$/i.test(name)),
} satisfies Adapter;
