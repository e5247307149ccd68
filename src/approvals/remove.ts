import { join } from 'node:path';
import { recordPath, type ApprovalRecord } from '../approval/record.ts';
import { UserError } from '../errors.ts';
import { appendToLog } from '../files/approval-log.ts';
import { removeFile } from '../files/remove.ts';
import { hint } from '../nearest.ts';
import { authorLine, readAuthor } from '../new/author.ts';
import { timeOf, type Process } from '../process.ts';
import { standings } from './standings.ts';

/** Takes back approvals by their ids: they do not count any more, and would not if their files came back. */
export async function revokeApprovals(ids: readonly string[], config: string | null, process: Process): Promise<number> {
  const { permissions, config: { root } } = await standings(config, process);
  const known = new Map(permissions.records.map(({ record }) => [record.id, record]));
  const records = ids.map((id) => known.get(id) ?? unknown(id, [...known.keys()]));
  for (const record of records) await remove(record, { root, event: 'revoked', why: 'taken back' }, process);
  return 0;
} // prettier-ignore

/** Removes approvals that permit nothing any more. */
export async function pruneApprovals(config: string | null, process: Process): Promise<number> {
  const { all, config: { root } } = await standings(config, process);
  const idle = all.filter(({ standing }) => standing === 'expired' || standing === 'unused');
  for (const { recorded, standing } of idle) await remove(recorded.record, { root, event: 'pruned', why: standing }, process);
  if (idle.length === 0) process.stdout.write('every approval on record is needed\n');
  return 0;
} // prettier-ignore

interface Removal {
  readonly root: string;
  readonly event: 'revoked' | 'pruned';
  readonly why: string;
}

/** The line comes first: what is told and still there does not count, what is gone and not told would be lost. */
async function remove({ id, rule, file, digest }: ApprovalRecord, { root, event, why }: Removal, process: Process): Promise<void> {
  const author = await readAuthor(process);
  const at = timeOf(process).toISOString();
  await appendToLog(root, { event, at, by: author && authorLine(author), file, rule, approval: id, digest, why });
  removeFile(join(root, recordPath(id)));
  process.stdout.write(`${event} ${id} (${why})\n`);
} // prettier-ignore

function unknown(id: string, known: readonly string[]): never {
  throw new UserError(`approvals revoke ${id}: no approval on record has that id.${hint(id, known)}`);
}
