import type { Migration } from './types.ts';

/** Brings a file back as the base branch has it; which branch that is, the message says. */
export function restoreCommand(path: string): string {
  return `git restore --source=BASE --staged --worktree -- ${shellWord(path)}`;
}

/** Gives a migration another path; where a folder is the migration, the folder gets it. */
export function moveCommand(from: string, to: string): string {
  const isFolder =
    lastName(from) === lastName(to) && /^(?:up|down|migration)\.(?:sql|[cm]?[jt]s)$/.test(lastName(from));
  const [old, next] = isFolder ? [folderOf(from), folderOf(to)] : [from, to];
  return `git mv -- ${shellWord(old)} ${shellWord(next)}`;
}

/** The commands that give a migration the path `to`, and its way back the version that is in it. */
export function moveCommands({ path, undo, filename: { version } }: Migration, to: string): string {
  const move = moveCommand(path, to);
  const name = undo.kind === 'file' ? lastName(undo.path) : '';
  const at = version === null ? -1 : lastName(path).indexOf(version);
  if (undo.kind !== 'file' || version === null || at < 0 || !name.includes(version)) return move;
  const length = version.length + lastName(to).length - lastName(path).length;
  const next = name.replace(version, () => lastName(to).slice(at, at + length));
  return `${move}\n${moveCommand(undo.path, undo.path.slice(0, -name.length) + next)}`;
}

/** Tries a migration on a database, and adds the receipt of that to the commit. */
export function testCommands(path: string, receipt: string): string {
  return `npx farout-guard test ${shellWord(path)}\ngit add -- ${shellWord(receipt)}`;
}

const lastName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** A word that a POSIX shell and PowerShell take as it is. */
function shellWord(word: string): string {
  return /^[\w./@%+:,][\w./@%+:,=-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
