import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linesOf, logPath, logProblems } from '../../src/approval/log-lines.ts';
import { appendToLog } from '../../src/files/approval-log.ts';
import { bin } from '../cli.ts';
import type { Repository } from '../git/repository.ts';
import { approvalOf, give, guarded, logOf, path, text } from './approved.ts';

/** A repository whose log has the lines of four approvals, the last one not committed. */
async function logged(): Promise<Repository> {
  const repo = guarded();
  repo.stage({ [path]: text });
  for (const _ of Array(3)) await give(repo, approvalOf(text));
  repo.commit();
  await give(repo, approvalOf(text));
  return repo;
}

const verify = async (repo: Repository) => {
  const { code, stdout } = await repo.call(['log', 'verify']);
  return [code, ...stdout.replace(/2026-11-30-no-drop-table-[\da-f]{8}|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…').replaceAll(`${logPath}: `, '').trim().split('\n')];
}; // prettier-ignore

const missing = 'a line that was committed is missing or changed: approved db/migrations/0002_orders.sql at …';

interface Tampering {
  readonly name: string;
  readonly change: (lines: readonly string[]) => readonly string[];
  readonly said: readonly unknown[];
}

const tamperings: readonly Tampering[] = [
  { name: 'nothing', change: (lines) => lines, said: [0, '4 lines, each as it was written, none missing'] },
  {
    name: 'the last line',
    change: (lines) => lines.slice(0, 3),
    said: [1, 'no line tells of the approval … as it is'],
  },
  {
    name: 'the first line',
    change: (lines) => lines.slice(1),
    said: [1, 'the line before line 1 was removed or changed', missing, 'no line tells of the approval … as it is'],
  },
  {
    name: 'a line in the middle',
    change: ([first = '', , ...rest]) => [first, ...rest],
    said: [1, 'the line before line 2 was removed or changed', missing, 'no line tells of the approval … as it is'],
  },
  {
    name: 'a word of a line',
    change: ([first = '', second = '', ...rest]) => [first, second.replace('Ada', 'Ann'), ...rest],
    said: [
      1,
      'line 2 was changed, or is no line of a log',
      'the line before line 3 was removed or changed',
      missing,
      'no line tells of the approval … as it is',
    ],
  },
  {
    name: 'everything',
    change: () => [],
    said: [
      1,
      missing,
      missing,
      missing,
      ...Array.from({ length: 4 }, () => 'no line tells of the approval … as it is'),
    ],
  },
];

test.each(tamperings)('log verify tells that $name is taken away or changed', async ({ change, said }) => {
  const repo = await logged();
  const lines = logOf(repo).trim().split('\n');
  writeFileSync(join(repo.root, logPath), change(lines).map((line) => `${line}\n`).join(''));
  expect(await verify(repo)).toEqual(said);
}); // prettier-ignore

test('two branches that went on with the log are merged by themselves, and the log is whole', async () => {
  const repo = await logged();
  repo.commit({}, 'all');
  for (const branch of ['one', 'two']) {
    repo.git('checkout', '-q', '-b', branch, 'main');
    await give(repo, approvalOf(text));
    repo.commit({}, branch);
  }
  repo.git('merge', '-q', '-m', 'both', 'one');
  expect(await verify(repo)).toEqual([0, '6 lines, each as it was written, none missing']);
});

test('two branches that both began the log are merged as well', async () => {
  const repo = guarded();
  for (const branch of ['one', 'two']) {
    repo.git('checkout', '-q', '-b', branch, 'main');
    repo.stage({ [path]: text });
    await give(repo, approvalOf(text));
    repo.commit({}, branch);
  }
  repo.git('merge', '-q', '-m', 'both', 'one');
  expect(await verify(repo)).toEqual([0, '2 lines, each as it was written, none missing']);
});

test('writers at the same time lose no line', async () => {
  const repo = guarded();
  const entry = { event: 'aborted', at: new Date().toISOString(), by: null, file: path } as const;
  await Promise.all(Array.from({ length: 40 }, (_, index) => appendToLog(repo.root, { ...entry, why: String(index) })));
  const log = logOf(repo);
  expect(logProblems(log)).toEqual([]);
  expect(linesOf(log).map(({ line }) => Number(line?.why)).sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index));
}); // prettier-ignore

test('a line that was cut off by a crash hides none that follows', async () => {
  const repo = await logged();
  const path = join(repo.root, logPath);
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"event":"approved","at":`);
  await appendToLog(repo.root, { event: 'aborted', at: new Date().toISOString(), by: null, file: null });
  expect(linesOf(logOf(repo)).map(({ line }) => line?.event ?? null)).toEqual(['approved', 'approved', 'approved', 'approved', null, 'aborted']);
}); // prettier-ignore

test('a commit that is stopped makes no log where comments permit, and goes on with one that is there', async () => {
  const repo = guarded({ mode: 'inline' });
  repo.stage({ [path]: text });
  const events = async () => {
    await repo.call(['hook', 'pre-commit']);
    return existsSync(join(repo.root, logPath)) ? linesOf(logOf(repo)).map(({ line }) => line?.event) : null;
  };
  expect(await events()).toBe(null);
  await appendToLog(repo.root, { event: 'aborted', at: new Date().toISOString(), by: null, file: path });
  expect(await events()).toEqual(['aborted', 'blocked']);
});

test('a commit that is stopped is written down, with what it would have destroyed', async () => {
  const repo = guarded();
  repo.stage({ [path]: text });
  const child = spawn(process.execPath, [bin, 'hook', 'pre-commit'], { cwd: repo.root, env: repo.env });
  const [code] = (await once(child, 'exit')) as [number];
  const { line } = linesOf(logOf(repo))[0] ?? {};
  expect([code, line]).toEqual([
    1,
    expect.objectContaining({ event: 'blocked', file: path, rule: 'no-drop-table', statement: 'DROP TABLE orders', prev: null }),
  ]);
}); // prettier-ignore
