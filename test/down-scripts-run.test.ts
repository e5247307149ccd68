import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { guard } from './cli.ts';
import { trialProject, storeOf } from './trial/trials.ts';

const fixtures = 'fixtures/down-projects';
const installed = join(import.meta.dirname, '../node_modules');

/** A project with the migrations of every framework, and what is installed here. */
function scriptProject(): string {
  const root = trialProject({ 'package.json': '{}' });
  cpSync(fixtures, root, { recursive: true });
  mkdirSync(storeOf(root), { recursive: true });
  for (const each of readdirSync(installed))
    if (!each.startsWith('.') && !existsSync(join(root, 'node_modules', each)))
      symlinkSync(join(installed, each), join(root, 'node_modules', each));
  return root;
}

const frameworks = readdirSync(fixtures);
const lastOf = (name: string) => `${name}/migrations/${readdirSync(`${fixtures}/${name}/migrations`).sort().at(-1)}`;

test('what is written into a script was run by its library, up and down, while it was not on the disk yet', () => {
  const root = scriptProject();
  const paths = frameworks.map(lastOf);
  const { code, stdout, stderr } = guard(['down', '--write', ...paths], { cwd: root });
  expect(stderr.trim().split('\n')).toEqual(
    paths.map((path) => expect.stringMatching(`^farout-guard: ${path}: tried on pglite [\\d.]+: up and down leave the schema as it was$`) as unknown),
  );
  expect([code, stdout]).toEqual([0, paths.map((path) => `wrote ${path}\n`).join('')]);
  for (const path of paths) expect(readFileSync(join(root, path), 'utf8')).toContain('DROP COLUMN IF EXISTS nick`');
}, 240_000); // prettier-ignore

test('a library that is not installed is told, and nothing else is said of the way back', () => {
  const root = trialProject({ 'package.json': '{}' });
  cpSync(join(fixtures, 'knex'), join(root, 'knex'), { recursive: true });
  const path = lastOf('knex');
  const { code, stderr } = guard(['down', '--write', path], { cwd: root });
  expect([code, stderr]).toEqual([0, expect.stringContaining(`${path}: not tried: `)]);
  expect(stderr).toContain('knex is not installed here: npm install knex pg');
}, 60_000);

test('a script that is saved while it is tried is not overwritten', () => {
  const root = scriptProject();
  const path = lastOf('knex');
  const saves = `require('node:fs').appendFileSync(${JSON.stringify(join(root, path))}, '// saved\\n');`;
  const text = readFileSync(join(root, path), 'utf8').replace('{\n', `{\n  ${saves}\n`);
  writeFileSync(join(root, path), text);
  const { code, stdout, stderr } = guard(['down', '--write', path], { cwd: root });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`${path}: was changed meanwhile, and nothing is overwritten; run it again`);
  expect(readFileSync(join(root, path), 'utf8')).toMatch(/^[^]*\/\/ saved\n$/);
}, 240_000);
