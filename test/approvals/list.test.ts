import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linesOf } from '../../src/approval/log-lines.ts';
import { recordPath } from '../../src/approval/record.ts';
import { approvalOf, give, guarded, logOf, path, text } from './approved.ts';

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

async function listed() {
  const repo = guarded();
  repo.stage({ [path]: text, 'db/migrations/0003_more.sql': 'SELECT 1;\n' });
  const active = approvalOf(text);
  const expiring = approvalOf(text, { expires: inDays(2), reason: 'nobody reads \u001b[2J it any more' });
  const expired = approvalOf(text, { at: inDays(-9), expires: inDays(-2) });
  const unused = approvalOf(text, { file: 'db/migrations/0003_more.sql' });
  const gone = approvalOf(text, { file: 'db/migrations/0009_gone.sql' });
  const unbacked = approvalOf(text, { backup: null });
  for (const record of [active, expiring, expired, unused, gone, unbacked]) await give(repo, record);
  return { repo, active, expiring, expired, unused, gone, unbacked };
}

test('approvals are listed, taken back and removed', async () => {
  const { repo, ...records } = await listed();
  const list = async () => {
    const { stdout } = await repo.call(['approvals', '--format', 'json']);
    const all = JSON.parse(stdout) as readonly { readonly id: string; readonly standing: string }[];
    const names = Object.entries(records).map(([name, { id }]) => [id, name] as const);
    return all.map(({ id, standing }) => `${new Map(names).get(id)}: ${standing}`).sort();
  };
  expect(await list()).toEqual(['active: active', 'expired: expired', 'expiring: expiring', 'gone: unused', 'unbacked: void', 'unused: unused']);
  const { stdout } = await repo.call(['approvals']);
  expect(stdout).toContain('\n1 active, 1 expiring, 1 void, 2 unused, 1 expired\n');
  expect(stdout).not.toContain('\u001b[2J');
  expect(stdout).toContain('\n  it names no backup\n');
  expect((await repo.call(['approvals', 'revoke', records.active.id])).stdout).toBe(`revoked ${records.active.id} (taken back)\n`);
  await repo.call(['approvals', 'prune']);
  expect(await list()).toEqual(['expiring: expiring', 'unbacked: void']);
  expect(existsSync(join(repo.root, recordPath(records.gone.id)))).toBe(false);
  expect(linesOf(logOf(repo)).slice(6).map(({ line }) => `${line?.event} ${line?.why}`)).toEqual(['revoked taken back', 'pruned expired', 'pruned unused', 'pruned unused']);
  expect((await repo.call(['approvals', 'prune'])).stdout).toBe('every approval on record is needed\n');
}); // prettier-ignore

test('what is asked for in another way is told', async () => {
  const { repo, active } = await listed();
  const said = async (...args: string[]) => (await repo.call(['approvals', ...args])).stderr;
  expect(await said('revok')).toMatch(/approvals revok: must be one of list, revoke, prune\..*"revoke"/);
  expect(await said('revoke')).toContain('names no approval');
  expect(await said('revoke', `${active.id}0`)).toContain('no approval on record has that id');
  expect(await said('prune', active.id)).toContain('takes no ids');
  expect((await guarded().call(['approvals'])).stdout).toBe('no approvals are on record\n');
});
