import { join } from 'node:path';
import { canonical, sha256 } from '../approval/digest.ts';
import type { LogEntry } from '../approval/log-lines.ts';
import { printRecord, recordPath, sealed, signedText, type ApprovalRecord, type Backup } from '../approval/record.ts';
import { UserError } from '../errors.ts';
import { appendText } from '../files/append.ts';
import { appendToLog } from '../files/approval-log.ts';
import { sign } from '../files/ssh-signature.ts';
import { removeNew, writeNew } from '../files/write-new.ts';
import type { Answer } from './ask.ts';
import type { Case } from './backup/needed.ts';
import type { Ground } from './ground.ts';
import { incidentOf, incidentsHeading, incidentsPath } from './incident.ts';
import type { Person } from './person.ts';
import { withoutPasswords } from './secrets.ts';

/** What an approval says besides what it is for. */
export interface Given extends Answer {
  readonly by: Person;
  readonly backup: Backup | null;
  /** In days. */
  readonly expires: number;
  readonly at: Date;
  /** What must not be written down, besides passwords in addresses. */
  readonly secrets: readonly string[];
}

const day = 86_400_000;

/** The record of an approval. */
export function recordOf(
  { request, measured }: Case,
  { reason, ticket, by, backup, expires, at, secrets }: Given,
): ApprovalRecord {
  const clean = (text: string) => withoutPasswords(text, secrets);
  const { rule, path, fingerprint, statement, targets } = request;
  const content = {
    rule,
    file: path,
    statement: clean(statement),
    fingerprint,
    destroys: targets.map(({ words }) => clean(words)),
    volume: measured.volume,
    backup,
    reason: clean(reason),
    ticket: ticket === null ? null : clean(ticket),
    by,
    at: at.toISOString(),
    expires: new Date(at.getTime() + expires * day).toISOString(),
  };
  const mark = sha256(canonical({ ...content, nonce: crypto.randomUUID() })).slice(0, 8);
  return sealed({ format: 1, id: `${content.at.slice(0, 10)}-${rule}-${mark}`, ...content });
}

/** Signs a record with git's key; a failure is a `UserError`. */
export async function signed(record: ApprovalRecord, { git }: Ground): Promise<ApprovalRecord> {
  const key = await git.ask(['config', '--type=path', '--get', 'user.signingKey']);
  if (key === null || key === '') throw new UserError('approvals are signed here, and git knows no key: git config user.signingKey <your SSH key>');
  const result = sign(signedText(record), key, { cwd: git.cwd, env: git.env });
  if ('problem' in result) throw new UserError(`approvals are signed here, and your key does not: ${result.problem}`);
  return { ...record, signature: result.signature };
} // prettier-ignore

/** Writes an approval down: its record, the entry for people, and last the line without which it does not count. All of it or nothing. */
export async function writeDown(record: ApprovalRecord, entry: LogEntry, { config: { root } }: Ground): Promise<void> {
  const path = recordPath(record.id);
  writeNew(root, [{ path, text: printRecord(record) }]);
  const undo = [() => removeNew(join(root, path))];
  try {
    const { undo: takeAway } = appendText(root, incidentsPath, incidentOf(record), incidentsHeading);
    undo.push(takeAway);
    await appendToLog(root, { ...entry, approval: record.id, digest: record.digest });
  } catch (error) {
    for (const act of undo) act();
    if (error instanceof UserError) throw error;
    throw new UserError(`nothing was approved: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
