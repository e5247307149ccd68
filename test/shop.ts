import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository, type Contents, type Repository } from './git/repository.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The least package.json. */
export const manifest = { 'package.json': '{\n  "name": "shop",\n  "private": true\n}\n' };

/** A repository without commits, with one harmless file, and our package and others where they would be installed. */
export function shop(
  files: Contents = manifest,
  packages: readonly string[] = ['farout-guard'],
  home = '',
): Repository {
  const made = repository();
  made.write({ '.gitignore': 'node_modules\n.husky/_\n', 'readme.txt': 'shop\n', ...files });
  for (const name of packages) {
    const folder = join(made.root, home, 'node_modules', name);
    mkdirSync(dirname(folder), { recursive: true });
    if (name === 'farout-guard') symlinkSync(root, folder);
    else cpSync(join(root, 'node_modules', name), folder, { recursive: true });
  }
  return made;
}

/** Every file with its text and whether it can be executed, git's own settings too. */
export function everything(folder: string, below = ''): Record<string, string> {
  const entries = readdirSync(join(folder, below)).filter(
    (name) => !/^node_modules$|^objects$|^logs$|^index$/.test(name),
  );
  return Object.fromEntries(
    entries.flatMap((name) => {
      const path = join(below, name);
      const stats = lstatSync(join(folder, path));
      if (stats.isDirectory()) return Object.entries(everything(folder, path));
      const text = stats.isSymbolicLink() ? 'link' : readFileSync(join(folder, path), 'latin1');
      return [[path, `${(stats.mode & 0o111) !== 0 ? 'x ' : '- '}${text}`]];
    }),
  );
}

/** A file's text. */
export const read = ({ root }: Repository, path: string) => readFileSync(join(root, path), 'utf8');
/** Sets a repository up without a question. */
export const init = (made: Repository, ...args: string[]) => made.call(['init', '--yes', ...args]);
