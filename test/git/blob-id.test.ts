import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasId } from '../../src/files/git/blob-id.ts';
import { changesSince, readSinceHead } from '../../src/files/git/since-head.ts';
import { folder, repository } from './repository.ts';

it.each(['sha1', 'sha256'])('a text has the id that git gives it: %s', (format) => {
  const repo = repository({}, [`--object-format=${format}`]);
  const texts = ['', 'DROP TABLE a;\n', 'DROP TABLE a;\r\n', '-- ä 🦉\n'];
  const ids = texts.map((text, index) => {
    repo.write({ [`${index}.sql`]: text });
    return repo.git('hash-object', '--no-filters', `${index}.sql`);
  });
  expect(texts.map((text) => ids.map((id) => hasId(text, id)))).toEqual(
    texts.map((_, index) => ids.map((_, other) => index === other)),
  );
  expect(hasId('', '')).toBe(false);
});

it('git is not asked for what is as it was committed', async () => {
  const repo = repository({ 'a.sql': 'SELECT 1;\n' });
  const settings = { cwd: repo.root, root: repo.root, baseBranch: null };
  const snapshot = await readSinceHead(settings, repo.env, () => 'migration');
  const [path, log] = [folder(), join(repo.root, '../asked')];
  const script = `#!/bin/sh\necho asked >> '${log}'\nPATH="\${PATH#*:}" exec git "$@"\n`;
  writeFileSync(join(path, 'git'), script, { mode: 0o755 });
  const since = changesSince(snapshot!, { ...repo.env, PATH: `${path}:${repo.env['PATH']}` });
  const told = (text: string) => [since('a.sql', text).of('a.sql'), existsSync(log)];
  expect([told('SELECT 1;\n'), told('SELECT 2;\n')]).toEqual([
    [null, false],
    [{ kind: 'modified' }, true],
  ]);
});
