import type { Files } from '../types.ts';
import { logPath, toldIn, toldOf } from './log-lines.ts';
import { ownersIn } from './owners.ts';
import type { ApprovalSettings } from './settings.ts';
import { approvalsFolder, parseRecord, recordDigest, type ApprovalRecord } from './record.ts';

/** What only git and other programs know. Plain data: it crosses to worker threads. */
export interface ApprovalFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The ids of approvals whose files, and the log, are as they are committed or staged; null where that is not asked: no git, or the files are git's. */
  readonly inGit: readonly string[] | null;
  /** Who wrote a migration, by its path: their e-mail addresses. */
  readonly authors: Readonly<Record<string, readonly string[]>>;
  /** What is wrong with the signature of an approval, by its id; null when nothing is. */
  readonly signatures: Readonly<Record<string, string | null>>;
}

/** An approval that was found, and why it does not count; null when it does. */
export interface Recorded {
  readonly record: ApprovalRecord;
  readonly isExpired: boolean;
  readonly void: string | null;
}

/** All approvals that are on record in a project. */
export interface Permissions {
  readonly settings: ApprovalSettings;
  readonly records: readonly Recorded[];
  /** Files among them that are none. */
  readonly damaged: readonly string[];
}

/** Whether there is anything on record. */
export function hasRecords(files: Files): boolean {
  return files.list(approvalsFolder).some(isRecordName);
}

/** Reads all records; null for what is no record. */
export function readRecords(files: Files): readonly { readonly path: string; readonly record: ApprovalRecord | null }[] {
  const paths = files.list(approvalsFolder).filter(isRecordName).map((name) => `${approvalsFolder}/${name}`).sort();
  files.prepare?.(paths);
  return paths.map((path) => {
    const record = parseRecord(files.read(path) ?? '');
    return { path, record: record && `${approvalsFolder}/${record.id}.json` === path ? record : null };
  });
} // prettier-ignore

const isRecordName = (name: string) => name.endsWith('.json') && !name.startsWith('.');

/** What is on record, of one migration where it is named, and which of it counts. */
export function permissionsIn(files: Files, settings: ApprovalSettings, facts: ApprovalFacts, path: string | null = null): Permissions {
  const found = readRecords(files).filter(({ record }) => path === null || record?.file === path);
  const log = found.length === 0 ? '' : (files.read(logPath) ?? '');
  const { approved, revoked } = toldIn(log);
  const records = found.flatMap(({ record }): readonly Recorded[] => {
    if (!record) return [];
    const isExpired = expiryOf(record, settings) <= facts.now;
    const isLogged = approved.has(toldOf(record));
    const voided = revoked.has(record.id) ? 'it was revoked' : voidReason(record, { settings, facts, files, isLogged, isExpired });
    return [{ record, isExpired, void: voided }];
  });
  return { settings, records, damaged: found.flatMap(({ path, record }) => (record ? [] : [path])) };
} // prettier-ignore

const day = 86_400_000;

/** When it ends, in milliseconds since 1970: as it says, or as the configuration allows. */
export function expiryOf({ at, expires }: ApprovalRecord, { maxAge }: ApprovalSettings): number {
  return Math.min(Date.parse(expires), Date.parse(at) + maxAge * day);
}

interface Surroundings {
  readonly settings: ApprovalSettings;
  readonly facts: ApprovalFacts;
  readonly files: Files;
  readonly isLogged: boolean;
  readonly isExpired: boolean;
}

function voidReason(record: ApprovalRecord, { settings, facts, files, isLogged, isExpired }: Surroundings): string | null {
  const { backup, signed } = settings;
  const { id, ticket } = record;
  if (recordDigest(record) !== record.digest) return 'it was changed after it was given';
  if (!isLogged) return `the line of ${logPath} that tells of it is missing, or tells of another`;
  if (Date.parse(record.at) > facts.now + day) return 'it is dated in the future';
  if (isExpired) return `it expired on ${new Date(expiryOf(record, settings)).toISOString().slice(0, 10)}`;
  if (facts.inGit && !facts.inGit.includes(id)) return 'it is neither committed nor staged as it is: git add .farout-guard';
  const person = personProblem(record, { settings, authors: facts.authors, files });
  if (person !== null) return person;
  if (!isTicket(ticket, settings)) return 'it names no ticket as the configuration wants one';
  if (backup === 'required' && record.backup === null) return 'it names no backup';
  if (signed) return id in facts.signatures ? (facts.signatures[id] ?? null) : 'its signature was not looked at here';
  return null;
} // prettier-ignore

/** What tells who may approve what. */
interface Rights extends Pick<ApprovalFacts, 'authors'>, Pick<Surroundings, 'settings' | 'files'> {}

/** Why a person may not approve what a file does; null when they may. */
export function personProblem({ by, file }: Pick<ApprovalRecord, 'by' | 'file'>, { settings, authors, files }: Rights): string | null {
  const { approvers, approverIsNotAuthor } = settings;
  const wanted = approvers === 'CODEOWNERS' ? ownersOf(file, files) : approvers;
  if (wanted && !wanted.some((email) => isSame(email, by.email))) return `${by.email} is not among those who may approve`;
  if (!approverIsNotAuthor) return null;
  const wrote = authors[file] ?? [];
  if (wrote.length === 0) return 'nobody can tell here who wrote the migration';
  return wrote.some((email) => isSame(email, by.email)) ? `${by.email} wrote the migration` : null;
} // prettier-ignore

/** Whether it is a ticket as the configuration wants one; where it wants none, anything is. */
export function isTicket(ticket: string | null, { ticketPattern }: Pick<ApprovalSettings, 'ticketPattern'>): boolean {
  return new RegExp(ticketPattern, 'u').test(ticket ?? '');
}

/** Whether two addresses are one person's. */
export const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const ownersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** The e-mail addresses of a file's owners. */
function ownersOf(path: string, files: Files): readonly string[] {
  const text = ownersPlaces.map((place) => files.read(place)).find((found) => found !== null) ?? '';
  return ownersIn(text, path);
}
