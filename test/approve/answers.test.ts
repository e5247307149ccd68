import { spawnSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { agentVariables } from '../../src/approve/agents.ts';
import { ask, path, reason, shop, stated, written } from './shop.ts';

const nothing = { records: [], incidents: null };

describe('only a clear yes permits', () => {
  it.each([
    ['y', ['y'], 'the answer was not the word yes'],
    ['YES with a blank', ['YES '], 'the answer was not the word yes'],
    ['yes behind a blank', [' yes'], 'the answer was not the word yes'],
    ['nothing', [''], 'the answer was not the word yes'],
    ['another name', ['yes', 'order'], 'the name of the table was not typed as it is'],
    ['another case', ['yes', 'ORDERS'], 'the name of the table was not typed as it is'],
    ['no more', ['yes'], 'standard input was closed'],
    ['no reason', ['yes', 'orders', 'because', 'because I say', '              '], 'there was no answer that will do'],
  ])('%s does not', async (_, answers, why) => {
    const repo = shop();
    const { code, shown, stderr } = await ask(repo, stated, answers);
    expect({ code, stderr, ...written(repo) }).toEqual({ code: 1, stderr: '', ...nothing, log: [`aborted: ${why}`] });
    // The way without destruction is shown before, and once more when the person stops.
    expect(shown.split('ALTER TABLE orders RENAME TO orders_deprecated;')).toHaveLength(why.includes('closed') ? 2 : 3);
  }); // prettier-ignore

  it('yes and the name do', async () => {
    const repo = shop();
    const { code, shown } = await ask(repo, stated, ['yes', 'orders', 'because', ' replaced by  invoices in release 41 ']);
    const { records, log, incidents } = written(repo);
    expect({ code, log }).toEqual({ code: 0, log: ['approved'] });
    expect(records).toMatchObject([
      {
        rule: 'no-drop-table',
        file: path,
        statement: 'DROP TABLE orders',
        destroys: ['table orders'],
        volume: { known: false, why: 'no database given' },
        backup: { kind: 'stated', uri: 's3://bucket/orders.dump' },
        reason: 'replaced by invoices in release 41',
        ticket: null,
        by: { name: 'Ada', email: 'ada@example.org' },
      },
    ]);
    const { id, at, expires } = records[0]!;
    expect(Date.parse(expires) - Date.parse(at)).toBe(30 * 86_400_000);
    expect(id).toMatch(/^\d{4}-\d\d-\d\d-no-drop-table-[0-9a-f]{8}$/);
    expect(shown).toContain('⚠ CRITICAL: this will DELETE DATA\n  - table orders\nEstimated volume:\n  - unknown: no database given');
    expect(shown).toContain('a reason has at least 15 characters');
    expect(shown).toContain('git add .farout-guard INCIDENTS.md');
    expect(incidents?.replaceAll(id, '<id>').replaceAll(/\d{4}-\d\d-\d\d/g, '<date>')).toMatchSnapshot();
    // On disk alone it lets nothing through; staged it does, and there is nothing left to approve.
    expect((await repo.call(['lint', path])).stdout).toContain('neither committed nor staged');
    repo.git('add', '.');
    expect(await repo.call(['lint', path])).toMatchObject({ code: 0, stdout: expect.stringContaining('approved') as unknown });
    expect(await ask(repo, [], [])).toEqual({ code: 0, shown: 'Nothing to approve: all that destroys data is approved.\n', stderr: '' });
  }); // prettier-ignore
});

describe('each rule and statement is asked for, and nothing is written before all is answered', () => {
  const sql =
    'DELETE FROM carts;\nALTER TABLE users DROP COLUMN memo, DROP COLUMN age;\nDROP SCHEMA app CASCADE;\nTRUNCATE a, b CASCADE;\nALTER TABLE users ALTER COLUMN id TYPE int2;\n';
  const yes = ['yes', 'yes', 'yes', 'app', 'yes', 'yes'];

  it('all', async () => {
    const repo = shop({}, { [path]: sql });
    expect((await ask(repo, [...stated, ...reason], yes)).code).toBe(0);
    expect(written(repo).records.map(({ rule, destroys }) => `${rule}: ${destroys.join('; ')}`).sort()).toEqual([
      'no-drop-column: column memo of users; column age of users',
      'no-drop-schema: schema app with all that is in it',
      'no-lossy-type-change: values of column id of users',
      'no-truncate: every row of a; every row of b',
      'no-unscoped-delete: every row of carts',
    ]);
  }); // prettier-ignore

  it('the last no is a no to all of them', async () => {
    const repo = shop({}, { [path]: sql });
    const { code } = await ask(repo, [...stated, ...reason], [...yes.slice(0, -1), 'no']);
    expect({ code, ...written(repo) }).toEqual({ code: 1, ...nothing, log: ['aborted: the answer was not the word yes'] }); // prettier-ignore
  });
});

describe('a program is refused', () => {
  it.each(agentVariables.map((name) => (name.endsWith('_') ? `${name}ANY` : name)))('%s', async (name) => {
    const repo = shop();
    const { code, shown, stderr } = await ask(repo, [...stated, ...reason], ['yes', 'orders'], { [name]: '1' });
    expect({ code, shown, ...written(repo) }).toEqual({ code: 3, shown: '', ...nothing, log: [`refused: ${name} is set: a program runs this, and a program cannot give a person's permission`] });
    expect(stderr).toContain(`npx farout-guard approve ${path}`);
  }); // prettier-ignore

  it('without a terminal, but not where there is nothing to approve', async () => {
    const repo = shop();
    const { code, stdout, stderr } = repo.guard(['approve', path], { input: 'yes\norders\n' });
    expect({ code, stdout, ...written(repo) }).toEqual({ code: 3, stdout: '', ...nothing, log: [expect.stringMatching(/^refused: /)] });
    expect(stderr).toContain('A person runs this in a terminal of their own');
    repo.write({ [path]: 'CREATE TABLE IF NOT EXISTS orders (id int);\n' });
    expect(await repo.call(['approve', path])).toEqual({ code: 0, stdout: 'Nothing to approve: nothing destroys data.\n', stderr: '' });
  }); // prettier-ignore
});

describe('what does not fit is refused before anybody is asked', () => {
  it.each([
    ['a short reason', {}, [...stated, '--reason', 'because'], /--reason: a reason has at least 15 characters/],
    ['a ticket of another kind', { ticketPattern: '^OPS-\\d+$' }, [...stated, '--ticket', 'ops 1'], /--ticket: a ticket must match \^OPS-\\d\+\$/],
    ['no backup', {}, [], /a backup is required: --backup/],
    ['a backup that is not there', {}, ['--backup', 'none.dump'], /backup none\.dump: is not there/],
    ['an empty backup', {}, ['--backup', 'empty.dump'], /backup empty\.dump: is empty/],
    ['another file', {}, ['--backup', '.farout-guardrc.json'], /is no dump of PostgreSQL/],
    ['a plain dump without the rows', {}, ['--backup', 'other.sql'], /has no rows of orders/],
    ['a plain dump that was cut off', {}, ['--backup', 'cut.sql'], /was cut off/],
    ['a database for a backup', {}, ['--backup', 'postgres://jo:secret@db/shop'], /is the address of a database/],
    ['a copy of no database', {}, ['--make-backup'], /needs --database-url/],
    ['longer than allowed', { maxAge: 7 }, [...stated, '--expires', '8'], /at most 7 days/],
    ['somebody who may not', { approvers: ['bo@example.org'] }, stated, /ada@example\.org is not among those who may approve/],
    ['the author', { approverIsNotAuthor: true }, stated, /ada@example\.org wrote the migration/],
    ['no URL', {}, [...stated, '--database-url', 'secret'], /--database-url: is no URL/],
    ['a database that is not there', {}, [...stated, '--database-url', 'postgres://jo:secret@localhost:1/shop'], /the database cannot be asked/],
    ['a file outside', {}, ['../x.sql'], /is outside of the project/],
  ])('%s', async (_, approvals, args, expected) => {
    const head = '--\n-- PostgreSQL database dump\n--\n\n';
    const end = '--\n-- PostgreSQL database dump complete\n--\n';
    const dumps = { 'empty.dump': '', 'other.sql': `${head}COPY public.orders_old (id) FROM stdin;\n1\n\\.\n${end}`, 'cut.sql': `${head}COPY public.orders (id) FROM stdin;\n1\n` };
    const repo = shop(approvals, dumps);
    const { code, shown, stderr } = await ask(repo, args, ['yes', 'orders']);
    expect({ code, ...nothing }).toEqual({ code: 2, records: written(repo).records, incidents: null });
    expect(shown).not.toContain('Proceed?');
    expect(stderr).toMatch(expected);
    expect(stderr + JSON.stringify(written(repo))).not.toContain('secret');
  }); // prettier-ignore

  it('a person whom git does not know', async () => {
    const repo = shop();
    const { code, stderr } = await ask(repo, stated, ['yes', 'orders'], { GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' });
    expect({ code, ...written(repo) }).toEqual({ code: 2, ...nothing, log: [] });
    expect(stderr).toContain('git config user.name "Your Name", git config user.email you@example.org');
  });
});

test('a plain dump, a ticket that is asked for, an optional backup, and no address with a password', async () => {
  const dump = '--\n-- PostgreSQL database dump\n--\n\nCOPY public.orders (id) FROM stdin;\n1\n\\.\n--\n-- PostgreSQL database dump complete\n--\n';
  const repo = shop({ ticketPattern: '^OPS-\\d+$', backup: 'optional' }, { 'orders.sql': dump });
  const why = ['--reason', 'copied from postgres://jo:secret@db/shop before'];
  expect(await ask(repo, ['--backup', 'orders.sql', ...why], ['yes', 'orders', 'ops', 'OPS-12'])).toMatchObject({ code: 0 });
  const [first] = written(repo).records;
  expect(first).toMatchObject({ ticket: 'OPS-12', reason: 'copied from postgres://jo:…@db/shop before', backup: { kind: 'file', path: 'orders.sql', bytes: dump.length, checked: 'a plain dump from its first line to its last; it has the rows of orders' } });
  repo.write({ [path]: 'DROP TABLE others;\n' });
  expect(await ask(repo, [...reason, '--ticket', 'OPS-13', '--expires', '2'], ['yes', 'others'])).toMatchObject({ code: 0 });
  expect(written(repo).records.find(({ ticket }) => ticket === 'OPS-13')).toMatchObject({ backup: null });
}); // prettier-ignore

test('two people, where two must', async () => {
  const repo = shop({ required: 2 });
  const args = [...stated, ...reason];
  expect((await ask(repo, args, ['yes', 'orders'])).code).toBe(0);
  expect(await ask(repo, args, [])).toMatchObject({ code: 0, shown: expect.stringContaining('2 people must') as unknown }); // prettier-ignore
  const bo = { GIT_AUTHOR_NAME: 'Bo', GIT_AUTHOR_EMAIL: 'bo@example.org' };
  expect((await ask(repo, args, ['yes', 'orders'], bo)).code).toBe(0);
  repo.git('add', '.');
  expect((await repo.call(['lint', path])).code).toBe(0);
});

test('a signature by the key that git has', async () => {
  const repo = shop({ signed: true });
  const unsigned = await ask(repo, [...stated, ...reason], ['yes', 'orders']);
  expect({ code: unsigned.code, ...written(repo) }).toEqual({ code: 2, ...nothing, log: [] });
  expect(unsigned.stderr).toContain('git config user.signingKey');
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', `${repo.root}/../key`]);
  repo.git('config', 'user.signingKey', `${repo.root}/../key.pub`);
  repo.git('config', 'gpg.ssh.allowedSignersFile', `${repo.root}/../signers`);
  spawnSync('sh', ['-c', 'echo "ada@example.org $(cat ../key.pub)" > ../signers'], { cwd: repo.root });
  expect((await ask(repo, [...stated, ...reason], ['yes', 'orders'])).code).toBe(0);
  repo.git('add', '.');
  expect(await repo.call(['lint', path])).toMatchObject({ code: 0 });
});
