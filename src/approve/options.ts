import { fileURLToPath } from 'node:url';
import type { ApprovalSettings } from '../approval/settings.ts';
import { isTicket } from '../approval/permissions.ts';
import type { Arguments } from '../commands/command.ts';
import { wholeNumber } from '../commands/lint-options.ts';
import { UserError } from '../errors.ts';
import { addressOf, type Address } from './address.ts';

/** What a call of `approve` asks for. */
export interface Wishes {
  readonly address: Address | null;
  /** In seconds: for counting all of it. */
  readonly countTimeout: number;
  readonly backup: BackupWish;
  /** One line each; null to be asked for. */
  readonly reason: string | null;
  readonly ticket: string | null;
  /** In days. */
  readonly expires: number;
}

/** Which copy there is: a file or an address that is there, one to be made (at a path, or where they are kept), or none. */
export type BackupWish =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'address'; readonly uri: string }
  | { readonly kind: 'make'; readonly path: string | null }
  | { readonly kind: 'none' };

const [shortest, month] = [15, 30];

/** What is wrong with a reason; null for one that says something. */
export const reasonProblem = (reason: string): string | null =>
  reason.length >= shortest ? null : `a reason has at least ${shortest} characters: why may this data go?`;

/** What is wrong with a ticket; null for one as the configuration wants it. */
export const ticketProblem = (ticket: string, settings: ApprovalSettings): string | null =>
  isTicket(ticket, settings) ? null : `a ticket must match ${settings.ticketPattern} (approvals.ticketPattern)`;

/** One line without what moves on a terminal. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();

/** Reads the options, against what the configuration wants; what does not fit is a `UserError`. */
export function readWishes({ options }: Pick<Arguments, 'options'>, settings: ApprovalSettings): Wishes {
  const last = (name: string) => options.get(name)?.at(-1) ?? null;
  const [reason, ticket, url] = [last('reason'), last('ticket'), last('database-url')];
  const [badReason, badTicket] = [reason === null ? null : reasonProblem(oneLine(reason)), ticket === null ? null : ticketProblem(oneLine(ticket), settings)];
  if (badReason !== null) throw new UserError(`--reason: ${badReason}`);
  if (badTicket !== null) throw new UserError(`--ticket: ${badTicket}`);
  const address = url === null ? null : addressOf(url);
  return {
    address,
    countTimeout: last('count-timeout') === null ? 5 : wholeNumber('--count-timeout', last('count-timeout'), 0),
    backup: readBackup(last('backup'), options.has('make-backup'), address, settings),
    reason: reason === null ? null : oneLine(reason),
    ticket: ticket === null ? null : oneLine(ticket),
    expires: readExpiry(last('expires'), settings),
  };
} // prettier-ignore

function readExpiry(value: string | null, { maxAge }: ApprovalSettings): number {
  if (value === null) return Math.min(month, maxAge);
  const days = wholeNumber('--expires', value, 1);
  if (days > maxAge) throw new UserError(`--expires ${days}: approvals hold for at most ${maxAge} days here (approvals.maxAge)`);
  return days;
} // prettier-ignore

/** A file is looked into, however it is named. */
function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    throw new UserError('--backup: a file on this machine is named by its path');
  }
}

function readBackup(value: string | null, make: boolean, address: Address | null, settings: ApprovalSettings): BackupWish {
  if (value !== null && /^file:/i.test(value)) return readBackup(pathOf(value), make, address, settings);
  // Of one letter is a drive.
  const isAddress = value !== null && /^[a-z][a-z0-9+.-]+:\/\//i.test(value);
  if (isAddress && /^postgres(?:ql)?:/i.test(value)) throw new UserError('--backup: is the address of a database, not of a backup');
  if (make && address === null) throw new UserError('--make-backup: needs --database-url, to know which database to copy');
  if (make && isAddress) throw new UserError('--make-backup: writes to a path; leave out --backup, or give it one');
  if (make) return { kind: 'make', path: value };
  if (value !== null) return isAddress ? { kind: 'address', uri: value } : { kind: 'file', path: value };
  if (settings.backup === 'optional') return { kind: 'none' };
  throw new UserError('a backup is required: --backup <path or address> names one, --make-backup --database-url <url> makes one ("approvals": { "backup": "optional" } asks for none)');
} // prettier-ignore
