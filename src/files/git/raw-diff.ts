import { splitNames } from './names.ts';

/** One entry of `git diff --raw -z`. */
export interface RawChange {
  /** The letter that git gives it: A, C, D, M, R, T or U. */
  readonly status: string;
  readonly oldMode: string;
  readonly mode: string;
  /** Null when there was nothing. */
  readonly oldId: string | null;
  /** Null when there is nothing, or when only the working tree has it. */
  readonly id: string | null;
  readonly path: string;
  /** Of a rename or copy: the path before, else null. */
  readonly from: string | null;
}

/** The arguments of `git diff` that make it print what `readRawDiff` reads, whatever the user's configuration says. */
export const rawDiff = [
  'diff',
  '--raw',
  '-z',
  '-M',
  '--no-abbrev',
  '--no-color',
  '--no-ext-diff',
  '-O/dev/null',
  '--ignore-submodules=dirty',
  '--diff-filter=ACMRTDU',
];

/**
 * Reads what `git diff --raw -z` prints, NUL-separated:
 * `:100644 100644 bcd1234 0123456 R86`, `file1`, `file3`; all but renames and copies have one path (git-diff(1), "Raw output format").
 */
export function readRawDiff(output: Buffer): readonly RawChange[] {
  const parts = splitNames(output);
  const changes: RawChange[] = [];
  let at = 0;
  while (parts[at]?.startsWith(':')) {
    const [oldMode = '', mode = '', oldId = '', id = '', letters = ''] = (parts[at] ?? '').slice(1).split(' ');
    const status = letters.charAt(0);
    const hasTwo = status === 'R' || status === 'C';
    const [first = '', second = ''] = [parts[at + 1], parts[at + 2]];
    const [path, from] = hasTwo ? [second, first] : [first, null];
    changes.push({ status, oldMode, mode, oldId: idOf(oldId), id: idOf(id), path, from });
    at += hasTwo ? 3 : 2;
  }
  if (at < parts.length - 1) throw new Error(`git diff --raw printed ${JSON.stringify(parts[at])}`);
  return changes;
}

const idOf = (id: string) => (/^0*$/.test(id) ? null : id);

/** Whether a mode is that of a regular file. */
export const isFile = (mode: string): boolean => mode.startsWith('100');

/** Whether a mode is that of a symbolic link. */
export const isLink = (mode: string): boolean => mode === '120000';
