import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printRecord, recordPath, sealed, type ApprovalRecord } from '../../src/approval/record.ts';
import type { ApprovalSettings } from '../../src/approval/settings.ts';
import { logPath } from '../../src/approval/log-lines.ts';
import type { Repository } from '../git/repository.ts';
import { approvalOf, give, guarded, logOf, path, text, verdict } from './approved.ts';

const day = 86_400_000;

/** The migration is staged, and an approval of it is given. */
async function approved(repo: Repository, sql = text, more: Parameters<typeof approvalOf>[1] = {}): Promise<ApprovalRecord> {
  repo.stage({ [path]: sql });
  const record = approvalOf(sql, more);
  await give(repo, record);
  return record;
} // prettier-ignore

test('what is approved blocks nowhere, and says by whom', async () => {
  const repo = guarded();
  await approved(repo);
  repo.stage({ [path]: '/* seen by Ann */\ndrop  TABLE orders -- for good\n;\n' });
  expect(await verdict(repo)).toEqual({ blocked: [false, false], why: '' });
  const { stdout } = await repo.call(['lint', path]);
  expect(stdout).toMatch(/approved {2}no-drop-table .*\n\n {2}replaced by invoices in release 41 \(by Ada Lovelace <ada@example\.org>, until \d{4}-\d\d-\d\d; 2026-11-30-no-drop-table-[\da-f]{8}\)\n/);
  repo.commit();
  expect((await repo.call(['lint', '--diff', 'HEAD~1...HEAD'])).code).toBe(0);
}); // prettier-ignore

interface Attack {
  readonly name: string;
  readonly settings?: Partial<ApprovalSettings>;
  readonly act: (repo: Repository) => Promise<unknown>;
  readonly why: string;
  /** Whether only what is not staged is wrong. */
  readonly onDiskAlone?: true;
}

/** Changes what is written in the record; `isSealed`: and its digest, so that it looks as if it had been given so. */
const edited = (change: Partial<ApprovalRecord>, isSealed = false) => async (repo: Repository) => {
  const record = await approved(repo);
  const changed = { ...record, ...change };
  repo.stage({ [recordPath(record.id)]: printRecord(isSealed ? sealed(changed) : changed) });
}; // prettier-ignore

/** Approves one statement, and puts another in its place. */
const replaced = (before: string, after: string, rule = 'no-drop-table') => async (repo: Repository) => {
  await approved(repo, before, { rule });
  repo.stage({ [path]: after });
}; // prettier-ignore

const another = 'The approval <id> is for another statement: this one was changed since, or is another.';

const attacks: readonly Attack[] = [
  {
    name: 'copied to another file, by hand',
    act: async (repo) => {
      const record = await approved(repo, text, { file: 'db/migrations/0001_start.sql' });
      repo.stage({ [recordPath(record.id)]: printRecord({ ...record, file: path }) });
    },
    why: 'The approval <id> does not count: it was changed after it was given.',
  },
  {
    name: 'of another file',
    act: (repo) => approved(repo, text, { file: 'db/migrations/0001_start.sql' }),
    why: 'Dropping table "orders" destroys every row for good.',
  },
  {
    name: 'with a later end, by hand',
    act: edited({ expires: new Date(Date.now() + 25 * day).toISOString() }),
    why: 'The approval <id> does not count: it was changed after it was given.',
  },
  {
    name: 'with a later end and a new digest',
    act: edited({ expires: new Date(Date.now() + 25 * day).toISOString() }, true),
    why: 'The approval <id> does not count: the line of .farout-guard/log.jsonl that tells of it is missing, or tells of another.',
  },
  { name: 'of a statement that has one more table now', act: replaced(text, 'DROP TABLE orders, customers;\n'), why: another },
  { name: 'of another table', act: replaced(text, 'DROP TABLE customers;\n'), why: another },
  { name: 'of a table of that name in another schema', act: replaced(text, 'DROP TABLE billing.orders;\n'), why: another },
  { name: 'of a statement that has CASCADE now', act: replaced(text, 'DROP TABLE orders CASCADE;\n'), why: another },
  { name: 'behind another search_path', act: replaced(text, 'SET search_path = billing;\nDROP TABLE orders;\n'), why: another },
  {
    name: 'of a DELETE whose WHERE is another now',
    act: replaced("DELETE FROM orders WHERE 1 = 1 OR state = 'old';\n", "DELETE FROM orders WHERE 1 = 1 OR state = 'new';\n", 'no-unscoped-delete'),
    why: another,
  },
  {
    name: 'that has expired',
    act: (repo) => approved(repo, text, { at: new Date(Date.now() - 9 * day).toISOString(), expires: new Date(Date.now() - day).toISOString() }),
    why: 'The approval <id> does not count: it expired on <day>.',
  },
  {
    name: 'that is older than the configuration allows',
    settings: { maxAge: 3 },
    act: (repo) => approved(repo, text, { at: new Date(Date.now() - 4 * day).toISOString() }),
    why: 'The approval <id> does not count: it expired on <day>.',
  },
  {
    name: 'dated in the future',
    act: (repo) => approved(repo, text, { at: new Date(Date.now() + 400 * day).toISOString(), expires: new Date(Date.now() + 420 * day).toISOString() }),
    why: 'The approval <id> does not count: it is dated in the future.',
  },
  {
    name: 'that is on disk alone',
    act: async (repo) => {
      await approved(repo);
      repo.git('rm', '-rq', '--cached', '.farout-guard');
    },
    why: 'The approval <id> does not count: it is neither committed nor staged as it is: git add .farout-guard.',
  },
  {
    name: 'without its line in the log',
    act: async (repo) => {
      await approved(repo);
      repo.stage({ [logPath]: logOf(repo).split('\n').slice(1).join('\n') });
    },
    why: 'The approval <id> does not count: the line of .farout-guard/log.jsonl that tells of it is missing, or tells of another.',
  },
  {
    name: 'by somebody who may not',
    settings: { approvers: ['ann@example.org'] },
    act: (repo) => approved(repo),
    why: 'The approval <id> does not count: ada@example.org is not among those who may approve.',
  },
  {
    name: 'by somebody who owns other files alone',
    settings: { approvers: 'CODEOWNERS' },
    act: (repo) => {
      repo.stage({ '.github/CODEOWNERS': '* ada@example.org\n/db/ ann@example.org @team\n' });
      return approved(repo);
    },
    why: 'The approval <id> does not count: ada@example.org is not among those who may approve.',
  },
  {
    name: 'by the author',
    settings: { approverIsNotAuthor: true },
    act: (repo) => approved(repo, text, { by: { name: 'A', email: (repo.env['GIT_AUTHOR_EMAIL'] ?? repo.git('config', 'user.email')).toUpperCase() } }),
    why: 'The approval <id> does not count: <author> wrote the migration.',
  },
  {
    name: 'by one of two people who are asked for',
    settings: { required: 2 },
    act: async (repo) => {
      await approved(repo);
      await give(repo, approvalOf(text, { by: { name: 'Ada, again', email: 'ADA@example.org' } }));
    },
    why: 'It is approved by 1 of the 2 people that the configuration asks for.',
  },
  {
    name: 'without a backup',
    act: (repo) => approved(repo, text, { backup: null }),
    why: 'The approval <id> does not count: it names no backup.',
  },
  {
    name: 'without the ticket that is asked for',
    settings: { ticketPattern: '^OPS-[0-9]+$' },
    act: (repo) => approved(repo, text, { ticket: 'soon' }),
    why: 'The approval <id> does not count: it names no ticket as the configuration wants one.',
  },
  {
    name: 'that was taken back, and whose file came back',
    act: async (repo) => {
      const record = await approved(repo);
      await repo.call(['approvals', 'revoke', record.id]);
      repo.stage({ [recordPath(record.id)]: printRecord(record) });
      repo.git('add', '.farout-guard');
    },
    why: 'The approval <id> does not count: it was revoked.',
  },
  { name: 'that is no approval', act: edited({ rule: 1 as unknown as string }), why: 'Dropping table "orders" destroys every row for good.' },
  {
    name: 'by a comment',
    act: async (repo) => repo.stage({ [path]: `-- farout-guard-approve no-drop-table -- nobody reads it any more\n${text}` }),
    why: 'Dropping table "orders" destroys every row for good.',
  },
]; // prettier-ignore

test.each(attacks)('an approval $name lets nothing through', async ({ settings, act, why }) => {
  const repo = guarded(settings);
  await act(repo);
  const found = await verdict(repo);
  const told = found.why.replace(/expired on [\d-]+/, 'expired on <day>').replace(/\S+@\S+ wrote/, '<author> wrote').split(' | ')[0];
  expect({ blocked: found.blocked, told }).toEqual({ blocked: [true, true], told: why.split(' | ')[0] });
}); // prettier-ignore

test('a comment and a record permit the same statement where comments do, and neither is idle', async () => {
  const repo = guarded({ mode: 'inline' });
  repo.stage({ [path]: `-- farout-guard-approve no-drop-table -- nobody reads it any more\n${text}` });
  await give(repo, approvalOf(text));
  const { stdout } = await repo.call(['lint', path, '--format', 'json']);
  const [file] = JSON.parse(stdout) as readonly {
    readonly messages: readonly object[];
    readonly suppressedMessages: readonly object[];
  }[];
  expect([file?.messages, file?.suppressedMessages.length]).toEqual([[], 1]);
});

test('outside of a repository nobody knows the author, so nobody is known not to be', async () => {
  const repo = guarded({ approverIsNotAuthor: true });
  await approved(repo);
  rmSync(join(repo.root, '.git'), { recursive: true });
  const { code, stdout } = await repo.call(['lint', path]);
  expect([code, stdout.includes('nobody can tell here who wrote the migration')]).toEqual([1, true]);
});

test('two people are enough where two are asked for', async () => {
  const repo = guarded({ required: 2 });
  await approved(repo);
  await give(repo, approvalOf(text, { by: { name: 'Ann', email: 'ann@example.org' } }));
  expect(await verdict(repo)).toEqual({ blocked: [false, false], why: '' });
});

test('a signature holds until anything is changed, and only for whom it is', async () => {
  const repo = guarded({ signed: true });
  const key = join(repo.root, '../key');
  repo.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const publicKey = repo.run('cat', [`${key}.pub`]).stdout;
  writeFileSync(`${key}.allowed`, `ada@example.org ${publicKey}`);
  const { sign } = await import('../../src/files/ssh-signature.ts');
  const { signedText } = await import('../../src/approval/record.ts');
  const signed = (record: ApprovalRecord): ApprovalRecord => {
    const made = sign(signedText(record), key, { cwd: repo.root, env: process.env });
    return { ...record, ...('signature' in made ? { signature: made.signature } : {}) };
  };
  repo.stage({ [path]: text });
  const record = signed(approvalOf(text));
  await give(repo, record);
  const nobody = await verdict(repo);
  repo.git('config', 'gpg.ssh.allowedSignersFile', `${key}.allowed`);
  const right = await verdict(repo);
  const forged = sealed({ ...approvalOf(text), expires: new Date(Date.now() + 25 * day).toISOString() });
  repo.stage({ [recordPath(record.id)]: null });
  await give(repo, { ...forged, signature: record.signature ?? '' });
  const copied = await verdict(repo);
  repo.stage({ [recordPath(forged.id)]: null });
  await give(repo, signed(approvalOf(text, { by: { name: 'Ann', email: 'ann@example.org' } })));
  const ofAnother = await verdict(repo);
  expect([nobody, right, copied, ofAnother].map(({ blocked }) => blocked)).toEqual([[true, true], [false, false], [true, true], [true, true]]);
  expect([nobody.why, copied.why, ofAnother.why].map((why) => /does not count: (.*?)[(.:]/.exec(why)?.[1])).toEqual([
    'nobody can check its signature here', 'its signature is not that of ada@example', 'its signature is not that of ann@example',
  ]);
}, 60_000); // prettier-ignore
