import { relative, resolve as resolvePath } from 'node:path';
import type { Arguments } from '../commands/command.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles } from '../files/disk.ts';
import type { Git } from '../files/git/git.ts';
import { gitFor } from '../files/git/repository.ts';
import { pathBelow } from '../files/path-below.ts';
import { printable, toPath } from '../files/path.ts';
import { timeOf, type Process } from '../process.ts';
import type { Files } from '../types.ts';

/** Where permission is asked for. */
export interface Ground {
  readonly config: Config;
  readonly files: Files;
  readonly git: Git;
  readonly process: Process;
  readonly now: Date;
}

/** Finds the project and its configuration. */
export async function openGround(options: Arguments['options'], process: Process): Promise<Ground> {
  const [file, cwd] = [options.get('config')?.at(-1), process.cwd()];
  const config = await loadConfig({ cwd, ...(file === undefined ? {} : { file }) });
  const git = await gitFor(resolvePath(cwd), process.env);
  return { config, files: diskFiles(config.root), git, process, now: timeOf(process) };
}

/** The paths of files from the project's root, each once. */
export function pathsOf(given: readonly string[], { config: { root }, process }: Ground): readonly string[] {
  const paths = given.map((each) => {
    const path = pathBelow(root, resolvePath(process.cwd(), each));
    if (path === '..' || path.startsWith('../') || /^[A-Za-z]:|^\//.test(path))
      throw new UserError(`${printable(each)}: is outside of the project ${root}`);
    return path;
  });
  return [...new Set(paths)];
}

/** A path of the project as one types it in the folder that the program runs in. */
export function fromHere(path: string, { config: { root }, process }: Ground): string {
  const near = toPath(relative(process.cwd(), resolvePath(root, path)));
  return /^[\w./@+-]+$/.test(near) ? near : `'${near.replaceAll("'", `'\\''`)}'`;
}
