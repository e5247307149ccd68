import type { Adapter, Identity } from '../adapter.ts';
import { wholeFile } from '../parts.ts';
import { baseOf, beside, folderOf } from '../path.ts';
import type { Files } from '../../types.ts';

/** The three folders of a change's scripts, in the words that its first comment begins with. */
const folders = ['deploy', 'revert', 'verify'];

/**
 * Sqitch: `deploy/x.sql`, `revert/x.sql`, `verify/x.sql`, run by psql without a transaction of its own. A verify script runs right after
 * its deploy script and on the same data, so it is judged as running up; it needs no way back.
 */
export default {
  folders: ['**/{deploy,revert,verify}/**/*.sql'],
  convention: null,
  directive: /^\s*(?:deploy|revert|verify)\s+\S+\s+(?:to|from|on)\s+\w+/i,
  evidence({ path, text }, files) {
    const place = placeOf(path, files);
    if (place === null) return null;
    const [, word] = /^\s*--[ \t]*(deploy|revert|verify)[ \t]/i.exec(text) ?? [];
    return place.known || word?.toLowerCase() === place.folder ? 'path' : null;
  },
  identify(path, files): Identity {
    const place = placeOf(path, files);
    const name = (place?.rest ?? path.slice(path.lastIndexOf('/') + 1)).replace(/\.sql$/i, '');
    const direction = place?.folder === 'revert' ? 'down' : 'up';
    return { name, version: null, direction, valid: true, unit: 'file' };
  },
  parts: (file, direction) => wholeFile(file, direction, 'statements'),
  wayBack(path, files) {
    const place = placeOf(path, files);
    if (place === null || place.folder === 'verify') return { kind: 'none', paths: [] };
    return { kind: 'file', paths: [`${place.top}revert/${place.rest}`] };
  },
  // A verify script runs on request, and changes nothing.
  repeats: (path, files) => placeOf(path, files)?.folder === 'verify',
  // `sqitch rework` keeps the old script as `x@tag.sql`, and the file is a new change from then on.
  isKept(path, text, files) {
    const stem = `${baseOf(path).replace(/\.sql$/i, '')}@`;
    const names = files.list(folderOf(path)).filter((name) => name.startsWith(stem));
    return names.some((name) => files.read(beside(path, name)) === text);
  },
} satisfies Adapter;

interface Place {
  /** What stands before the folder, with its slash. */
  readonly top: string;
  readonly folder: string;
  readonly rest: string;
  /** Whether what stands around the folder is Sqitch's. */
  readonly known: boolean;
}

/** Takes a path apart at the folder that is Sqitch's: the first that has its plan or its fellows beside it, else the first of that name. */
function placeOf(path: string, files: Files): Place | null {
  const parts = path.split('/');
  const candidates = parts.slice(0, -1).flatMap((part, index) => (folders.includes(part) ? [index] : []));
  const known = candidates.find((index) => isTop(files.list(parts.slice(0, index).join('/'))));
  const index = known ?? candidates[0];
  if (index === undefined) return null;
  const top = parts.slice(0, index).map((part) => `${part}/`);
  const rest = parts.slice(index + 1).join('/');
  return { top: top.join(''), folder: parts[index] ?? '', rest, known: known !== undefined };
}

function isTop(entries: readonly string[]): boolean {
  return entries.includes('sqitch.plan') || (entries.includes('deploy') && entries.includes('revert'));
}
