import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guard, places } from './cli.ts';
import { project } from './project.ts';

describe('cache', () => {
  const files = {
    '.farout-guardrc': JSON.stringify({ rules: { 'template-header': 'off' } }),
    'db/migrations/0001_add_notes.up.sql': 'CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY);\n',
    'db/migrations/0001_add_notes.down.sql': 'DROP TABLE notes;\n',
    'db/migrations/0002_drop_notes.up.sql': 'DROP TABLE IF EXISTS notes;\n',
    'db/migrations/0002_drop_notes.down.sql': 'CREATE TABLE notes (id bigint PRIMARY KEY);\n',
  };
  /** Nothing can be read anew: only what the cache knows can be reported. */
  const preload = `WebAssembly.Module = class { constructor() { throw new Error('nothing should be parsed'); } };`;
  const lint = (cwd: string, ...args: string[]) => guard(['lint', '-f', 'json', '--cache', ...args], { cwd });
  const fromCache = (cwd: string, ...args: string[]) =>
    guard(['lint', '-f', 'json', '--cache', ...args], { cwd, preload });
  const location = 'node_modules/.cache/farout-guard/lint.json';
  const up = 'db/migrations/0001_add_notes.up.sql';

  it('gives the same report without parsing anything', () => {
    const root = project(files);
    const plain = guard(['lint', '-f', 'json'], { cwd: root });
    expect(places(plain, root)).toEqual(['db/migrations/0002_drop_notes.up.sql:1:1 no-drop-table']);
    expect([lint(root), fromCache(root)]).toEqual([plain, plain]);
    expect(fromCache(root, '--concurrency', '2')).toEqual(plain);
    expect(readdirSync(join(root, 'node_modules/.cache/farout-guard'))).toEqual(['lint.json']);
  });

  const changes: [title: string, change: (root: string) => string[]][] = [
    ['the file itself', (root) => (writeFileSync(join(root, up), 'SELECT 1;'), [])],
    ['its way back', (root) => (writeFileSync(join(root, up.replace('up', 'down')), 'SELECT 1;'), [])],
    ['a file beside it', (root) => (writeFileSync(join(root, 'db/migrations/0001_other.up.sql'), 'SELECT 1;'), [])],
    [
      'the configuration',
      (root) => (writeFileSync(join(root, '.farout-guardrc'), '{"rules": {"no-truncate": "warn"}}'), []),
    ],
    ['a rule', () => ['--rule', 'no-drop-table:warn']],
    ['the second reader', () => ['--cross-check']],
    [
      'a damaged cache',
      (root) => (
        writeFileSync(
          join(root, location),
          readFileSync(join(root, location), 'utf8').replace('"no-drop-table"', '"no-drop-tabel"'),
        ),
        []
      ),
    ],
    [
      'half a cache',
      (root) => (writeFileSync(join(root, location), readFileSync(join(root, location), 'utf8').slice(0, 300)), []),
    ],
    ['a cache that is something else', (root) => (writeFileSync(join(root, location), '[1, 2]'), [])],
  ];
  it.each(changes)('does not hold good after a change: %s', (_, change) => {
    const root = project(files);
    lint(root);
    const args = change(root);
    expect(fromCache(root, ...args).code).toBe(2);
    expect(lint(root, ...args)).toEqual(guard(['lint', '-f', 'json', ...args], { cwd: root }));
    expect(fromCache(root, ...args)).toEqual(lint(root, ...args));
  });

  it('can be anywhere', () => {
    const root = project(files);
    lint(root, '--cache-location', 'db/known');
    // The new file stands in a folder that the first run looked into.
    lint(root, '--cache-location', 'db/known');
    expect(readdirSync(join(root, 'db')).sort()).toEqual(['known', 'migrations']);
    expect(fromCache(root, '--cache-location', 'db/known').code).toBe(1);
  });

  it('forgets files that are gone and keeps those that this run did not look at', () => {
    const root = project(files);
    lint(root);
    lint(root, up, '--rule', 'no-truncate:off');
    expect(fromCache(root, 'db/migrations/0002_drop_notes.up.sql').code).toBe(1);
  });
});
