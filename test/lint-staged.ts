import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { manifest } from '../src/package.ts';
import { config, type Run } from './cli.ts';
import { repository, type Contents, type Repository } from './git/repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A version of lint-staged, and why it cannot be tried here. */
export interface LintStaged {
  readonly major: number;
  readonly bin: string;
  /** The module of its API, absolute. */
  readonly api: string;
  readonly obstacle: string | null;
}

/** The versions that the entry is for. */
export const versions: readonly LintStaged[] = ['lint-staged-15', 'lint-staged', 'lint-staged-17'].map((name) => {
  const folder = join(root, 'node_modules', name);
  const { version, engines } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
    engines: { node: string };
  };
  return {
    major: Number.parseInt(version),
    bin: join(folder, 'bin/lint-staged.js'),
    api: join(folder, 'lib/index.js'),
    obstacle: isMet(engines.node) ? null : `needs Node ${engines.node}`,
  };
});

function isMet(range: string): boolean {
  const [wanted = [], here = []] = [range.replace('>=', ''), process.versions.node].map((text) =>
    text.split('.').map(Number),
  );
  const at = here.findIndex((part, index) => part !== (wanted[index] ?? 0));
  return at < 0 || here[at]! > (wanted[at] ?? 0);
}

/** A configuration of lint-staged with our entry alone. */
export const entryAlone = `import guard from 'farout-guard/lint-staged';\nexport default { ...guard };\n`;

/** A repository whose pre-commit hook is lint-staged, and where this package is installed. */
export function guarded({ bin }: LintStaged, files: Contents = {}, flags: readonly string[] = []): Repository {
  const opened = repository({
    '.gitignore': 'node_modules\n',
    '.farout-guardrc.json': config,
    'lint-staged.config.mjs': entryAlone,
    ...files,
  });
  install(opened.root);
  opened.hook('pre-commit', `exec '${process.execPath}' '${bin}' --quiet ${flags.join(' ')}`);
  return opened;
}

/** Puts this package where a project has its dependencies. */
export function install(folder: string): void {
  const place = join(folder, 'node_modules/farout-guard');
  mkdirSync(place, { recursive: true });
  for (const name of ['dist', 'hooks', 'rules']) symlinkSync(join(root, name), join(place, name));
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
}

/** What became of a commit, and the folders in which our program ran for it. */
export interface Committed {
  readonly run: Run;
  /** `committed`, or the rules and files of the findings. */
  readonly verdict: string;
  readonly folders: readonly string[];
}

/** Commits for real, and looks at who ran. */
export function commit(opened: Repository, args: readonly string[] = []): Committed {
  const before = opened.head();
  const { env, folders } = traced(opened);
  const run = opened.run('git', ['commit', '--message', 'a commit', ...args], { env });
  const isCommitted = opened.head() !== before;
  if (isCommitted !== (run.code === 0)) throw new Error(`git commit: ${run.code}\n${run.stdout}${run.stderr}`);
  return { run, verdict: isCommitted ? 'committed' : verdictOf(run), folders: folders() };
}

/** The environment in which each run of our program leaves its folder, relative to the repository. */
export function traced(opened: Repository) {
  const log = join(dirname(opened.root), 'runs.txt');
  writeFileSync(log, '');
  const code =
    `import { appendFileSync } from 'node:fs';` +
    `if (process.argv[1]?.endsWith('cli.js')) appendFileSync(${JSON.stringify(log)}, process.cwd() + '\\n');`;
  return {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` },
    folders: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((path) => relative(opened.root, path) || '.')
        .sort(),
  };
}

/** Each finding as `rule file`. */
function verdictOf({ stdout, stderr }: Run): string {
  const text = stripVTControlCharacters(`${stdout}${stderr}`);
  const findings = text.matchAll(/^(\S.*):\d+:\d+ +(?:error|warn) +(\S+)/gm);
  return [...findings].map(([, path = '', rule]) => `${rule} ${basename(path)}`).join(', ') || text;
}

/** The working tree's file, or null. */
export const onDisk = (opened: Repository, path: string): string | null =>
  existsSync(join(opened.root, path)) ? readFileSync(join(opened.root, path), 'utf8') : null;
