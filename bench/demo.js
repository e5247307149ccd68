// Shows the main job on real input: `npm run demo` lints a few migrations as the command line does.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const cli = join(import.meta.dirname, '../dist/cli.js');
const shown = [
  ['A goose migration that only adds; the DROPs are in its Down section, where they belong.', 'goose'],
  [
    'A golang-migrate pair: a DROP COLUMN among harmless actions, and a DELETE of every row inside a WITH.',
    'db/migrations',
  ],
  ['A Prisma migration: a DO block that builds a TRUNCATE … CASCADE out of strings.', 'prisma'],
  [
    'A Flyway migration: one DROP TABLE that a person approved, and one with a typing error, which hides nothing.',
    'flyway',
  ],
];

for (const [introduction, path] of shown) {
  console.log(`\n▌ ${introduction}\n▌ $ farout-guard lint ${path}\n`);
  const { status, error } = spawnSync(process.execPath, [cli, 'lint', path], {
    cwd: join(import.meta.dirname, 'demo'),
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status === 2) throw new Error(`farout-guard could not lint ${path}`);
  console.log(`\n▌ exit code ${status}: ${status === 0 ? 'nothing blocks' : 'this would not be committed'}`);
}
