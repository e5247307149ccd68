import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { runLater, type Later } from './run-later.ts';

/** What programs run in. */
export interface Programs {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A file as it is on disk. */
export interface Copy {
  readonly bytes: number;
  readonly sha256: string;
}

/** What a dump is: `archive` is read by `pg_restore`, `plain` by `psql`. Else why it is none. */
export type Kind = { readonly kind: 'archive' | 'plain' } | { readonly problem: string };

const plainHead = /^(?:--\s*\n)*-- PostgreSQL database (?:cluster )?dump\r?\n/m;

/** Looks at the beginning of a file. */
export async function kindOf(path: string): Promise<Kind> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return { problem: 'is not there' };
  if (stats.isDirectory()) return { problem: 'is a folder: give one file, such as pg_dump -Fc writes' };
  if (!stats.isFile()) return { problem: 'is no file' };
  if (stats.size === 0) return { problem: 'is empty' };
  const head = await headOf(path);
  if (head.startsWith('PGDMP') || head.startsWith('toc.dat\0')) return { kind: 'archive' };
  if (plainHead.test(head)) return { kind: 'plain' };
  const isPacked = head.startsWith('\x1f\x8b') || head.startsWith('\x28\xb5\x2f\xfd') || head.startsWith('BZh');
  return { problem: isPacked ? 'is compressed, so nobody can look into it: unpack it, or make it with pg_dump -Fc' : 'is no dump of PostgreSQL' };
} // prettier-ignore

async function headOf(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path, { end: 4095 })) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('latin1');
}

/** Reads a file to its end. */
export async function copyOf(path: string, signal: AbortSignal): Promise<Copy> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { signal })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The table of contents of an archive, as `pg_restore --list` gives it. */
export const listArchive = (path: string, programs: Programs): Promise<Later> =>
  runLater('pg_restore', ['--list', path], programs);

/** Has `pg_restore` read an archive to its end and write nothing. */
export const readArchive = (path: string, programs: Programs): Promise<Later> =>
  runLater('pg_restore', [`--file=${devNull}`, path], programs);

/** The lines of a plain dump that name a table whose rows follow, and its last lines. */
export async function rowLines(path: string, signal: AbortSignal): Promise<{ readonly lines: readonly string[]; readonly isWhole: boolean }> {
  const lines = new Set<string>();
  let isWhole = false as boolean;
  const input = createReadStream(path, { signal });
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    // An INSERT for each row: what stands before the values is the same.
    if (/^(?:COPY|INSERT INTO) /.test(line)) lines.add(line.slice(0, 500).replace(/ (?:VALUES|OVERRIDING) .*| FROM stdin;$/, ''));
    if (/^-- PostgreSQL database (?:cluster )?dump complete$/.test(line)) isWhole = true;
  }
  return { lines: [...lines], isWhole };
} // prettier-ignore

/** Writes a dump with `pg_dump -Fc` to a file that is not there yet and that nobody else may read; what was begun and failed is taken away. */
export async function writeDump(path: string, args: readonly string[], programs: Programs): Promise<Later | 'taken'> {
  if (existsSync(path)) return 'taken';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
  const done = await runLater('pg_dump', ['--format=custom', '--no-password', `--file=${path}`, ...args], programs);
  if (done.status !== 0) rmSync(path, { force: true });
  else keepSafe(path);
  return done;
}

/** What it is a copy of is destroyed next: it must be on the disk by then. */
function keepSafe(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Takes a dump away that is of no use. */
export const removeDump = (path: string): void => rmSync(path, { force: true });

/** Keeps what lies in a folder out of git. */
export function hideFromGit(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/.gitignore`;
  if (!existsSync(path)) writeFileSync(path, '*\n');
}
