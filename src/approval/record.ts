import { isRecord } from '../receipt/is-record.ts';
import { canonical, sha256 } from './digest.ts';

/** Where approvals are, from the project's root. */
export const approvalsFolder = '.farout-guard/approvals';

/** How much there was when it was approved. */
export type Volume =
  | { readonly known: false; readonly why: string }
  | {
      readonly known: true;
      /** When it was measured: ISO 8601, UTC. */
      readonly at: string;
      readonly tables: readonly TableVolume[];
    };

/** `rows` were counted where `exact`, else they are what PostgreSQL's statistics say; `bytes` with indexes and TOAST. */
export interface TableVolume {
  readonly table: string;
  readonly rows: number;
  readonly exact: boolean;
  readonly bytes: number;
}

/** The copy of what is destroyed. `stated`: nobody has looked at it. */
export type Backup =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number; readonly sha256: string; readonly checked: string }
  | { readonly kind: 'stated'; readonly uri: string }; // prettier-ignore

/** A person's permission for one statement of one file. */
export interface ApprovalRecord {
  readonly format: 1;
  readonly id: string;
  readonly rule: string;
  /** The migration's path from the project's root. */
  readonly file: string;
  /** For people: the statement as it was. */
  readonly statement: string;
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
  /** For people: what it destroys. */
  readonly destroys: readonly string[];
  readonly volume: Volume;
  readonly backup: Backup | null;
  readonly reason: string;
  readonly ticket: string | null;
  /** Who permits it, as git knows them. */
  readonly by: { readonly name: string; readonly email: string };
  /** When: ISO 8601, UTC. */
  readonly at: string;
  readonly expires: string;
  /** Of all the rest but the signature; see `recordDigest`. */
  readonly digest: string;
  /** An SSH signature of `signedText`, as `ssh-keygen -Y sign` writes it. */
  readonly signature?: string;
}

/** A record before it is sealed. */
export type Draft = Omit<ApprovalRecord, 'digest' | 'signature'>;

/** Where a record is, from the project's root. */
export const recordPath = (id: string): string => `${approvalsFolder}/${id}.json`;

/** SHA-256 of a record's content without its digest and signature. */
export function recordDigest(record: Draft | ApprovalRecord): string {
  return sha256(canonical(Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'digest' && key !== 'signature'))));
} // prettier-ignore

/** The record with its digest. */
export const sealed = (draft: Draft): ApprovalRecord => ({ ...draft, digest: recordDigest(draft) });

/** What a signature is made over: whoever changes anything changes the digest. */
export const signedText = ({ id, digest }: Pick<ApprovalRecord, 'id' | 'digest'>): string =>
  `farout-guard approval ${id} ${digest}\n`;

/** The text of a record's file. */
export const printRecord = (record: ApprovalRecord): string => `${JSON.stringify(record, null, 2)}\n`;

/** Reads a record; null for what is none. Whether it is as it was sealed is another question. */
export function parseRecord(text: string): ApprovalRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isApproval(value) ? value : null;
}

const texts = ['id', 'rule', 'file', 'statement', 'fingerprint', 'reason', 'at', 'expires', 'digest'];

function isApproval(value: unknown): value is ApprovalRecord {
  if (!isRecord(value) || value['format'] !== 1) return false;
  const { by, ticket, destroys, volume, backup, signature } = value;
  const isBy = isRecord(by) && typeof by['name'] === 'string' && typeof by['email'] === 'string';
  const isList = Array.isArray(destroys) && destroys.every((each) => typeof each === 'string');
  const isDated = isDate(value['at']) && isDate(value['expires']);
  return (
    texts.every((key) => typeof value[key] === 'string') &&
    isBy && isList && isDated && isRecord(volume) &&
    (ticket === null || typeof ticket === 'string') &&
    (backup === null || isRecord(backup)) &&
    (signature === undefined || typeof signature === 'string')
  );
} // prettier-ignore

const isDate = (value: unknown) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)); // prettier-ignore
