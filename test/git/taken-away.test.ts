import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin } from '../cli.ts';
import { folder, repository, type Repository } from './repository.ts';
import { bad, configuration, good, verdict } from './verdict.ts';

const rule = 'no-edit-migration';
const now = { env: { GIT_AUTHOR_DATE: undefined, GIT_COMMITTER_DATE: undefined } };
const program = `exec '${process.execPath}' '${bin}'`;

/** A repository with two migrations; `remote` has its `main`. */
function published(settings: object = {}): Repository & { readonly remote: string } {
  const repo = repository({
    '.farout-guardrc': configuration({ migrations: ['db/*.sql'], ...settings }, rule),
    'db/1.sql': good,
  });
  repo.commit({ 'db/2.sql': `${good}SELECT 2;\n` });
  const remote = join(folder(), 'remote.git');
  repo.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  repo.git('remote', 'add', 'origin', remote);
  repo.git('push', '--quiet', 'origin', 'main');
  return { ...repo, remote };
}

describe('a migration of the base branch is missed', () => {
  it('when it becomes a schema source', async () => {
    const repo = published({ schemaSources: ['schema/*'] });
    repo.write({ 'schema/x': '' });
    repo.git('mv', 'db/1.sql', 'schema/1.sql');
    expect((await verdict(repo)).files).toEqual([`db/1.sql: ${rule}`, 'schema/1.sql']);
  });

  it('when another takes its place that has left its own', async () => {
    const repo = published();
    repo.git('switch', '--quiet', '--detach', 'HEAD~1');
    repo.git('mv', 'db/1.sql', 'db/2.sql');
    repo.stage({ 'db/2.sql': `${good}SELECT 2;\n` });
    expect((await verdict(repo)).files).toEqual([`db/1.sql: ${rule}`, 'db/2.sql']);
  });

  it('when a merge deletes it, unless the branch did', async () => {
    const repo = published();
    repo.git('switch', '--quiet', '-c', 'without', 'HEAD~1');
    repo.commit({ 'db/1.sql': null });
    repo.git('switch', '--quiet', 'main');
    repo.git('merge', '--quiet', '--no-commit', 'without');
    const taken = (await verdict(repo)).files;
    repo.stage({ 'db/2.sql': null });
    expect([taken, (await verdict(repo)).files]).toEqual([['db/1.sql'], ['db/1.sql', `db/2.sql: ${rule}`]]);
  });

  it('when a commit that is amended brought it', () => {
    const repo = published();
    repo.hook('pre-commit', `${program} hook pre-commit`);
    repo.stage({ 'db/2.sql': null });
    const pushed = repo.run('git', ['commit', '--amend', '--message', 'x'], now);
    repo.stage({ 'db/2.sql': `${good}SELECT 2;\n`, 'db/3.sql': good });
    repo.git('commit', '--quiet', '--message', 'three');
    repo.stage({ 'db/3.sql': null, x: '' });
    const own = repo.run('git', ['commit', '--amend', '--message', 'x'], now);
    expect([pushed.code, pushed.stderr + pushed.stdout, own.code]).toEqual([1, expect.stringContaining('db/2.sql'), 0]);
  });

  it('when a forced push takes it off the base branch, not off another', () => {
    const repo = published();
    repo.hook('pre-push', `${program} hook pre-push "$@"`);
    repo.git('push', '--quiet', 'origin', 'main:other');
    repo.git('reset', '--quiet', '--hard', 'HEAD~1');
    const push = (name: string) => repo.run('git', ['push', '--quiet', '--force', 'origin', name]);
    const [other, base] = [push('main:other'), push('main')];
    repo.git('remote', 'set-head', 'origin', 'main');
    repo.commit({ x: '' });
    const named = push('main');
    expect([other.code, base.code, named.code, named.stdout]).toEqual([0, 1, 1, expect.stringContaining('db/2.sql')]);
  });
});

it('a commit that a shallow clone ends at can be amended', () => {
  const { remote, ...repo } = published();
  const copy = join(folder(), 'copy');
  repo.git('clone', '--quiet', '--depth=1', `file://${remote}`, copy);
  const clone = repo.at(copy);
  clone.hook('pre-commit', `${program} hook pre-commit`);
  const amend = () => clone.run('git', ['commit', '--amend', '--message', 'x'], now).code;
  clone.stage({ 'db/2.sql': null });
  const without = amend();
  clone.stage({ 'db/2.sql': `${good}SELECT 2;\n`, x: '' });
  expect([without, amend()]).toEqual([1, 0]);
});

it('a schema source that becomes a migration is a new one', async () => {
  const repo = published({ schemaSources: ['schema/*'] });
  repo.commit({ 'schema/3.sql': good });
  repo.git('push', '--quiet', 'origin', 'main');
  repo.git('mv', 'schema/3.sql', 'db/3.sql');
  expect((await verdict(repo)).files).toEqual(['db/3.sql']);
});

it('a configuration that is only on disk is told even where it leaves no migration', async () => {
  const repo = published();
  repo.write({ '.farout-guardrc': configuration({ migrations: ['db/*.sql'], ignore: ['**'] }) });
  repo.stage({ 'db/3.sql': bad });
  const hidden = await verdict(repo);
  repo.git('reset', '--quiet');
  repo.stage({ x: '' });
  expect([hidden.stderr, (await verdict(repo)).stderr]).toEqual([
    'farout-guard: .farout-guardrc is used as it is on disk, which is not how it is staged\n',
    '',
  ]);
});
