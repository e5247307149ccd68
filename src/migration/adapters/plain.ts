import { isScript, isWritten } from '../../config/defaults.ts';
import type { Adapter } from '../adapter.ts';
import { isHandMadeWayBack } from '../companion.ts';
import { leadingVersion } from '../identity.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, folderOf } from '../path.ts';
import { scriptIdentity, scriptWayBack } from '../script-adapter.ts';

/** SQL and scripts that no known framework claims: run by psql or a tool of the project's own. The way back of SQL is a file beside it. */
export default {
  folders: ['**/migrations/**/*.sql', '**/migration/**/*.sql', '**/migrate/**/*.sql'],
  convention: null,
  directive: null,
  evidence: () => null,
  identify(path, files) {
    if (isScript(path)) return { ...scriptIdentity(path), valid: true };
    const name = baseOf(path).replace(/(?:[._-](?:up|down|rollback))?\.sql$/i, '');
    const direction = isHandMadeWayBack(path, files) ? 'down' : 'up';
    return { name, version: leadingVersion(name), direction, valid: true, unit: 'file' };
  },
  parts: (file, direction) => (isScript(file.path) ? [] : wholeFile(file, direction, 'statements')),
  wayBack: scriptWayBack,
  order: 'unknown',
  // Among files that have versions, one without is a template, a dump of the schema or the like.
  repeats: (path, files) =>
    leadingVersion(baseOf(path)) === null &&
    files.list(folderOf(path)).some((name) => /^\d/.test(name) && isWritten(name)),
} satisfies Adapter;
