import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

const { dependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Manifest;

/** Our package as it is published. */
export interface Packed {
  /** What is in it, relative to its root. */
  readonly files: readonly string[];
  /** Installs it, with its dependencies and the named packages, in a folder. */
  install(root: string, besides?: readonly string[]): void;
  /** Takes it from the disk. */
  remove(): void;
}

/** Packs what is built, as `npm pack` does; its types may not be built. */
export function pack(): Packed {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'farout-guard-packed-'));
  const told = command('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], repository);
  const [{ filename, files }] = JSON.parse(told) as [{ filename: string; files: readonly { path: string }[] }];
  return {
    files: files.map(({ path }) => path),
    install(root, besides = []) {
      const own = join(root, 'node_modules/farout-guard');
      mkdirSync(own, { recursive: true });
      command('tar', ['-xzf', join(folder, filename), '--strip-components', '1', '-C', own], root);
      for (const name of [...Object.keys(dependencies), ...besides]) link(name, root);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A package of this repository in a folder's `node_modules`. */
function link(name: string, root: string): void {
  const path = join(root, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(realpathSync(join(repository, 'node_modules', name)), path, 'junction');
}

/** Runs a program that must succeed; answers its standard output. */
export function command(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1e9 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}
