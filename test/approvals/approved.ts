import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../../src/approval/fingerprint.ts';
import { printRecord, recordPath, sealed, type ApprovalRecord, type Draft } from '../../src/approval/record.ts';
import { defaultApprovals, type ApprovalSettings } from '../../src/approval/settings.ts';
import { rules } from '../../rules/index.ts';
import { appendToLog } from '../../src/files/approval-log.ts';
import { lintSource } from '../../src/lint.ts';
import { repository, type Repository } from '../git/repository.ts';

export const path = 'db/migrations/0002_orders.sql';
export const text = 'DROP TABLE orders;\n';

/** Only what needs a permission, and what tells of idle ones. */
const judged = Object.fromEntries(
  Object.entries(rules).map(([name, { level }]) => [name, level === 3 || name === 'unused-approval' ? 'warn' : 'off']),
);

/** A repository with approvals on record, in which only rules of level 3 block. */
export function guarded(settings: Partial<ApprovalSettings> = {}): Repository {
  const active = Object.fromEntries(Object.entries(judged).map(([name, severity]) => [name, rules[name]?.level === 3 ? 'error' : severity]));
  const config = { migrations: ['db/migrations'], rules: active, approvals: { mode: 'record', ...settings } };
  return repository({ '.farout-guardrc.json': JSON.stringify(config), 'db/migrations/0001_start.sql': 'SELECT 1;\n' });
} // prettier-ignore

/** The fingerprint of the first finding of level 3 of a text. */
function printOf(sql: string, file: string): string {
  const active = Object.entries(rules).flatMap(([name, { level, defaults }]) => (level === 3 ? [{ name, severity: 'error' as const, options: defaults }] : []));
  const { migration, findings } = lintSource({ path: file, text: sql }, { read: () => null, list: () => [] }, { rules: active, adapter: null, postgres: 15, approvals: defaultApprovals });
  const [finding] = findings;
  if (!finding) throw new Error('nothing to approve');
  return fingerprintOf(finding, migration) ?? '';
} // prettier-ignore

let given = 0;

/** An approval of a statement by somebody, as `approve` would write it. */
export function approvalOf(sql: string, more: Partial<Draft> = {}): ApprovalRecord {
  const file = more.file ?? path;
  const at = new Date(Date.now() - 3_600_000);
  return sealed({
    format: 1,
    id: `2026-11-30-no-drop-table-${(given++).toString(16).padStart(8, '0')}`,
    rule: 'no-drop-table',
    file,
    statement: sql.trim(),
    fingerprint: printOf(sql, file),
    destroys: ['table orders'],
    volume: { known: false, why: 'no database given' },
    backup: { kind: 'stated', uri: 's3://backups/orders.dump' },
    reason: 'replaced by invoices in release 41',
    ticket: null,
    by: { name: 'Ada Lovelace', email: 'ada@example.org' },
    at: at.toISOString(),
    expires: new Date(at.getTime() + 20 * 86_400_000).toISOString(),
    ...more,
  });
}

/** Puts an approval on record: its file, its line, and both staged. */
export async function give(repo: Repository, record: ApprovalRecord): Promise<void> {
  repo.write({ [recordPath(record.id)]: printRecord(record) });
  const { id, digest, file, at, by } = record;
  await appendToLog(repo.root, { event: 'approved', at, by: `${by.name} <${by.email}>`, file, approval: id, digest });
  repo.git('add', '.farout-guard');
}

/** What lint says in each place: how many findings block on disk, staged, and what it says of approvals. */
export async function verdict(repo: Repository, file = path): Promise<{ readonly blocked: readonly boolean[]; readonly why: string }> {
  const disk = await repo.call(['lint', file, '--format', 'json', '--allow-empty']);
  const staged = await repo.call(['lint', '--staged', '--format', 'json']);
  const messages = (output: string) => (JSON.parse(output) as readonly { readonly messages: readonly { readonly ruleId: string; readonly message: string }[] }[]).flatMap((each) => each.messages);
  const said = messages(disk.stdout).filter(({ ruleId }) => ruleId !== 'unused-approval').map(({ message }) => /(?:The approval|It is approved)[^]*?\.(?=\n|$)/.exec(message)?.[0] ?? message.split('\n')[0]);
  return { blocked: [disk.code === 1, staged.code === 1], why: said.join(' | ').replace(/2026-11-30-no-drop-table-[\da-f]{8}/g, '<id>') };
} // prettier-ignore

export const logOf = (repo: Repository): string => readFileSync(join(repo.root, '.farout-guard/log.jsonl'), 'utf8');
