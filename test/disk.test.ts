import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../src/errors.ts';
import { diskFiles, readSource } from '../src/files/disk.ts';
import { printable, toPath } from '../src/files/path.ts';
import { project } from './project.ts';

/** Files that the system refuses to read: the tests may run as root, whom it refuses nothing. */
const refused = new Set<string>();
const reads: string[] = [];

vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:fs')>();
  const guard =
    (work: (path: string) => unknown) =>
    (path: string): unknown => {
      if (refused.has(path)) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      reads.push(path);
      return work(path);
    };
  return {
    ...original,
    readFileSync: guard(original.readFileSync),
    readdirSync: guard((path) => original.readdirSync(path)),
  };
});

afterEach(() => {
  refused.clear();
  reads.length = 0;
});

describe('diskFiles', () => {
  test('texts and names, below the root and beside it; null and nothing where there is none', () => {
    const root = project({ 'in/db/a.sql': 'SELECT 1;', 'in/db/b/c.sql': '\ufeffSELECT 2;', 'out.sql': 'SELECT 3;' });
    const files = diskFiles(join(root, 'in'));
    const paths = [
      'db/a.sql',
      'db/b/c.sql',
      '../out.sql',
      'db/none.sql',
      'db',
      'db/a.sql/x',
      'a\0b',
      'x'.repeat(5000),
      '',
    ];
    expect(paths.map((path) => files.read(path))).toEqual([
      'SELECT 1;',
      'SELECT 2;',
      'SELECT 3;',
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(['', 'db', 'db/b', '..', 'none', 'db/a.sql', 'a\0b'].map((folder) => files.list(folder))).toEqual([
      ['db'],
      ['a.sql', 'b'],
      ['c.sql'],
      ['in', 'out.sql'],
      [],
      [],
      [],
    ]);
  });

  test('each file and folder is read once', () => {
    const root = project({ 'a.sql': 'SELECT 1;' });
    const files = diskFiles(root);
    const found = [1, 2, 3].map(() => [files.read('a.sql'), files.read('none.sql'), files.list('')]);
    expect(found).toEqual(Array(3).fill(['SELECT 1;', null, ['a.sql']]));
    expect(reads).toEqual([join(root, 'a.sql'), root]);
  });

  test('not all texts of a long run are kept', () => {
    const big = 'x'.repeat(9_000_000);
    const root = project({ 'a.sql': big, 'b.sql': big });
    const files = diskFiles(root);
    const sizes = ['a.sql', 'a.sql', 'b.sql', 'b.sql', 'a.sql'].map((path) => files.read(path)?.length);
    expect(sizes).toEqual(Array(5).fill(9_000_000));
    expect(reads.map((path) => path.slice(-5))).toEqual(['a.sql', 'b.sql', 'a.sql']);
  });

  test('what is there and may not be read is an error, never "there is none"', () => {
    const root = project({ 'db/a.sql': '' });
    refused.add(join(root, 'db')).add(join(root, 'db/a.sql'));
    const files = diskFiles(root);
    expect(() => files.read('db/a.sql')).toThrow(new UserError('db/a.sql: cannot be read: permission denied'));
    expect(() => files.list('db')).toThrow(new UserError('db: cannot be read: permission denied'));
  });
});

describe('readSource', () => {
  test('path and text', () => {
    const root = project({ 'db/a b.sql': '\ufeffSELECT 1;\r\n' });
    expect(readSource(root, 'db/a b.sql')).toEqual({ path: 'db/a b.sql', text: 'SELECT 1;\r\n' });
  });

  const faults: readonly (readonly [string, string])[] = [
    ['none.sql', 'none.sql: no such file'],
    ['a.sql/x', 'a.sql/x: no such file'],
    ['db', 'db: is a folder, not a file'],
    ['pipe.sql', 'pipe.sql: is not a regular file'],
    ['/dev/zero', '/dev/zero: is not a regular file'],
    ['circle.sql', 'circle.sql: cannot be read: its links go in a circle'],
    ['locked.sql', 'locked.sql: cannot be read: permission denied'],
    ['a\nb', '"a\\nb": no such file'],
    ['a\0b', '"a\\u0000b": no such file'],
  ];
  test.each(faults)('%j', (path, message) => {
    const root = project({ 'a.sql': '', 'db/x': '', 'locked.sql': '' });
    execFileSync('mkfifo', [join(root, 'pipe.sql')]);
    symlinkSync('circle.sql', join(root, 'circle.sql'));
    refused.add(join(root, 'locked.sql'));
    expect(() => readSource(root, path)).toThrow(new UserError(message));
  });

  test('what the decoder refuses is a file that nobody can judge', () => {
    const root = project({ 'a.sql': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' });
    const problem = 'git-lfs pointer: the file itself was not fetched';
    expect(readSource(root, 'a.sql')).toEqual({ path: 'a.sql', text: '', subject: 'unreadable file', problem });
  });
});

test('paths have slashes, on Windows too; elsewhere a backslash is a letter', () => {
  expect([toPath('a\\b/c', '\\'), toPath('a\\b/c', '/')]).toEqual(['a/b/c', 'a\\b/c']);
});

test('a path in a message is one short line', () => {
  expect(['é b.sql', 'a\u2028b', 'a\u001b[31m', 'x'.repeat(999)].map(printable)).toEqual([
    'é b.sql',
    '"a b"',
    '"a\\u001b[31m"',
    `${'x'.repeat(300)}…`,
  ]);
});
