import { isAbsolute, join, resolve } from 'node:path';
import type { Backup } from '../../approval/record.ts';
import { UserError } from '../../errors.ts';
import { hideFromGit, removeDump, writeDump, type Programs } from '../../files/backup.ts';
import { pathBelow } from '../../files/path-below.ts';
import { lastLine } from '../../files/run-program.ts';
import { printable } from '../../report/printable.ts';
import type { Address } from '../address.ts';
import type { Ground } from '../ground.ts';
import type { BackupWish } from '../options.ts';
import { withoutPasswords, withoutSignature } from '../secrets.ts';
import { checkBackup } from './check.ts';
import { dumpArguments, neededFor, type Case } from './needed.ts';

/** Looks at a backup that is there; one that is to be made is not there yet. */
export async function backupGiven(wish: BackupWish, cases: readonly Case[], ground: Ground, signal: AbortSignal): Promise<Backup | null> {
  if (wish.kind === 'address') return { kind: 'stated', uri: withoutSignature(wish.uri) };
  if (wish.kind !== 'file') return null;
  const { name, absolute } = placeOf(wish.path, ground);
  return checkBackup({ name, absolute, needed: neededFor(cases) }, programsIn(ground, signal));
} // prettier-ignore

/** Where a backup is, and how it is called: from the project's root, where it is below it. */
function placeOf(given: string, { config: { root }, process }: Ground) {
  const absolute = resolve(process.cwd(), given);
  const below = pathBelow(root, absolute);
  return { absolute, name: below.startsWith('../') || isAbsolute(below) ? absolute : below };
}

const programsIn = ({ config: { root }, process }: Ground, signal: AbortSignal): Programs => ({ cwd: root, env: process.env, signal }); // prettier-ignore

/** How a copy is made. */
export interface Making {
  readonly path: string | null;
  readonly address: Address;
}

const folder = '.farout-guard/backups';

/** Has `pg_dump` copy what will be destroyed, and looks into what it wrote. */
export async function makeBackup({ path, address }: Making, cases: readonly Case[], ground: Ground, signal: AbortSignal): Promise<Backup> {
  const { root } = ground.config;
  const lacking = cases.find(({ measured }) => measured.missing.length > 0 && measured.holding.length === 0);
  if (lacking) throw new UserError(`--make-backup: ${printable(lacking.measured.missing[0] ?? '')} is not in the database given`);
  if (path === null) hideFromGit(join(root, folder));
  const given = path ?? join(root, folder, `${ground.now.toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '')}.dump`);
  const { name, absolute } = placeOf(given, ground);
  const refuse = (why: string) => new UserError(`--make-backup: ${withoutPasswords(why, address.secrets)}`);
  const programs = programsIn(ground, signal);
  const done = await writeDump(absolute, dumpArguments(cases) ?? [], { ...programs, env: address.environment(programs.env) });
  if (done === 'taken') throw refuse(`${printable(name)} is there already, and nothing is overwritten`);
  if (done.isMissing) throw refuse('pg_dump is not on the PATH; install the client programs of PostgreSQL, or give a backup with --backup');
  if (done.status !== 0) throw refuse(`pg_dump failed: ${lastLine(done.output) || 'it was ended'}`);
  try {
    return await checkBackup({ name, absolute, needed: neededFor(cases) }, programs);
  } catch (error) {
    removeDump(absolute);
    throw error;
  }
} // prettier-ignore
