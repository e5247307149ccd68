import type { Backup } from '../../approval/record.ts';
import { UserError } from '../../errors.ts';
import { copyOf, kindOf, listArchive, readArchive, rowLines, type Programs } from '../../files/backup.ts';
import { lastLine } from '../../files/run-program.ts';
import { printable } from '../../report/printable.ts';
import { missingInLines, missingInList, type Needed } from './contents.ts';

/** A backup to be looked at. */
export interface Given {
  /** As it is recorded and named in messages. */
  readonly name: string;
  readonly absolute: string;
  readonly needed: readonly Needed[];
}

/** Looks into a backup; one that cannot be read, or has not the rows, is a `UserError`. */
export async function checkBackup({ name, absolute, needed }: Given, programs: Programs): Promise<Backup> {
  const refuse = (why: string) => new UserError(`backup ${printable(name)}: ${why}`);
  const found = await kindOf(absolute);
  if ('problem' in found) throw refuse(found.problem);
  const [missing, how] = found.kind === 'archive' ? await inArchive(absolute, needed, programs, refuse) : await inPlain(absolute, needed, programs.signal, refuse);
  if (missing.length > 0)
    throw refuse(`has no rows of ${missing.map(printable).join(', ')}. A dump that has them: pg_dump -Fc -t '${printable(missing[0] ?? '')}'; where rows are in partitions, --database-url tells in which`);
  const { bytes, sha256 } = await copyOf(absolute, programs.signal);
  const names = needed.map((each) => (each.schema === null ? each.name : `${each.schema}.${each.name || '*'}`));
  const checked = `${how}${names.length > 0 ? `; it has the rows of ${names.join(', ')}` : ''}`;
  return { kind: 'file', path: name, bytes, sha256, checked };
} // prettier-ignore

type Checked = readonly [missing: readonly string[], how: string];

async function inArchive(path: string, needed: readonly Needed[], programs: Programs, refuse: (why: string) => UserError): Promise<Checked> {
  const list = await listArchive(path, programs);
  if (list.isMissing) throw refuse('cannot be checked: pg_restore is not on the PATH; install the client programs of PostgreSQL');
  if (list.status !== 0) throw refuse(`pg_restore --list cannot read it: ${lastLine(list.output)}`);
  const missing = missingInList(list.output, needed);
  if (missing.length > 0) return [missing, ''];
  // The list stands at the beginning: only reading all of it shows that nothing was cut off.
  const read = await readArchive(path, programs);
  if (read.status !== 0) throw refuse(`pg_restore cannot read all of it: ${lastLine(read.output)}`);
  return [missing, 'pg_restore reads all of it'];
} // prettier-ignore

async function inPlain(path: string, needed: readonly Needed[], signal: AbortSignal, refuse: (why: string) => UserError): Promise<Checked> {
  const { lines, isWhole } = await rowLines(path, signal);
  if (!isWhole) throw refuse('was cut off: its last line, "PostgreSQL database dump complete", is missing');
  return [missingInLines(lines, needed), 'a plain dump from its first line to its last'];
} // prettier-ignore
