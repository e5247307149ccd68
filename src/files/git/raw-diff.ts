/** One entry of `git diff --raw -z`. */
export interface RawChange {
  /** The letter that git gives it: A, C, D, M, R, T or U. */
  readonly status: string;
  readonly oldMode: string;
  readonly mode: string;
  readonly oldId: string;
  /** Zeros when only the working tree has it. */
  readonly id: string;
  readonly path: string;
  /** Of a rename or copy: the path before, else null. */
  readonly from: string | null;
}

/**
 * Reads what `git diff --raw -z` prints, NUL-separated:
 * `:100644 100644 bcd1234 0123456 R86`, `file1`, `file3`; all but renames and copies have one path (git-diff(1), "Raw output format").
 */
export function readRawDiff(output: string): readonly RawChange[] {
  const parts = output.split('\0');
  const changes: RawChange[] = [];
  for (let at = 0; parts[at]?.startsWith(':');) {
    const [oldMode = '', mode = '', oldId = '', id = '', letters = ''] = (parts[at] ?? '').slice(1).split(' ');
    const status = letters.charAt(0);
    const hasTwo = status === 'R' || status === 'C';
    const [first = '', second = ''] = [parts[at + 1], parts[at + 2]];
    changes.push({ status, oldMode, mode, oldId, id, path: hasTwo ? second : first, from: hasTwo ? first : null });
    at += hasTwo ? 3 : 2;
  }
  return changes;
}

/** Whether a mode is that of a regular file. */
export const isFile = (mode: string): boolean => mode.startsWith('100');

/** Whether a mode is that of a symbolic link. */
export const isLink = (mode: string): boolean => mode === '120000';
