// lint-staged 15 and 16 stage each file anew when their tasks are done. Unless they have hidden what is not staged of it
// (--no-hide-partially-staged, in 15 also --no-stash), that is committed as well: so the files on disk must pass, too.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

function git(...args) {
  const { status, stdout, error } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw error ?? new Error(`git ${args.join(' ')}: exit code ${status}`);
  return stdout;
}

/** Paths from the repository's top: this runs for all of it, in the folder of any configuration of lint-staged. */
function changed(...more) {
  const options = ['--name-only', '-z', '--no-ext-diff', '--no-renames', '--diff-filter=d'];
  return git('-c', 'diff.relative=false', 'diff', ...options, ...more)
    .split('\0')
    .filter((path) => path !== '');
}

const staged = new Set(changed('--cached'));
const unhidden = changed().filter((path) => staged.has(path));

if (unhidden.length > 0) {
  const toTop = git('rev-parse', '--show-cdup').replace(/\r?\n$/, '');
  const program = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const args = [program, 'lint', '--since', 'HEAD', '--', ...unhidden.map((path) => toTop + path)];
  process.exitCode = spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 2;
}
