import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migration } from './generate.js';

const root = join(import.meta.dirname, '..');

/** ESLint's configurations: of the plugin, of its bare minimum, and of both with the parser of TypeScript. */
const configs = {
  'eslint.config.mjs': `import farout from 'farout-guard/eslint';
import { parser } from 'typescript-eslint';
export default [{ files: ['**/*.ts'], languageOptions: { parser } }, ...farout.project()];
`,
  'sql.config.mjs': "import farout from 'farout-guard/eslint';\nexport default farout.project();\n",
  'js.config.mjs': "export default [{ rules: { 'no-var': 'error' } }];\n",
  'ts.config.mjs': `import { parser } from 'typescript-eslint';
export default [{ files: ['**/*.ts'], languageOptions: { parser } }];
`,
};

const script = `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('orders', (table) => table.bigIncrements('id'));
  await knex.raw('ALTER TABLE customers ADD COLUMN IF NOT EXISTS note text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('orders');
}
`;

/** A project at a place, with a thousand migrations in `many`; in a repository of its own or in none. */
export function writeProject(folder, isRepository) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const link = (path, name) => {
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(join(root, path), join(folder, 'node_modules', name));
  };
  for (const name of ['eslint', 'typescript-eslint']) link(`node_modules/${name}`, name);
  link('.', 'farout-guard');
  for (const [path, text] of Object.entries(configs)) write(path, text);
  write('package.json', '{ "private": true }');
  write('.gitignore', 'node_modules\n');
  write('.farout-guardrc', '{ "migrations": ["db/migrations", "many"] }');
  write('script.js', 'export const up = (knex) => knex.schema;\n');
  for (let index = 0; index < 1000; index += 1) write(`many/${20250101000000 + index}_x.sql`, migration(index, 8));
  if (isRepository) commitAll(folder);
  write('db/migrations/20260101000000_orders.sql', migration(1, 8));
  write('db/migrations/20260101000001_orders.ts', script);
}

function commitAll(folder) {
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'core.hooksPath=no-hooks'];
  for (const args of [
    ['init', '--quiet', '--template='],
    ['add', '--all'],
    ['commit', '--quiet', '-m', 'first'],
  ]) {
    const { status, stderr } = spawnSync('git', [...person, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${status}\n${stderr}`);
  }
}
