import { posix, relative, resolve } from 'node:path';
import { toPath } from '../path.ts';
import type { Classify } from './changes.ts';
import type { RawChange } from './raw-diff.ts';

/** Where the project stands in the repository. Paths outside the project's root begin with `../`. */
export interface Place {
  toProject(path: string): string;
  toRepository(path: string): string;
}

/** `prefix`: the path of the folder `cwd` in the repository, as git knows it. `root`: the project's root, absolute. */
export function placeOf(prefix: string, cwd: string, root: string): Place {
  const inside = posix.join(prefix, toPath(relative(cwd, root))).replace(/^\.?\/?$|\/$/, '');
  return isOutside(inside) ? around(toPath(relative(root, topOf(cwd, prefix)))) : within(inside);
}

/** Whether a path leads out of the folder that it begins at. */
export const isOutside = (path: string): boolean => path === '..' || path.startsWith('../');

/** The configuration stands above the repository. */
function around(folder: string): Place {
  return {
    toProject: (path) => `${folder}/${path}`,
    toRepository(path) {
      const normal = normalized(path);
      return normal.startsWith(`${folder}/`) ? normal.slice(folder.length + 1) : posix.relative(folder, normal);
    },
  };
}

function within(folder: string): Place {
  if (folder === '') return { toProject: (path) => path, toRepository: normalized };
  return {
    toProject: (path) =>
      path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : posix.relative(`/${folder}`, `/${path}`),
    toRepository: (path) => normalized(posix.join(folder, path)),
  };
}

const topOf = (cwd: string, prefix: string) => resolve(cwd, posix.relative(`/${prefix}`, '/') || '.');

/** Without `./` and a slash at the end; the top itself is empty. */
const normalized = (path: string) => posix.normalize(path).replace(/^\.?\/?$|\/$/, '');

/** A change with its paths as seen from the project's root. */
export function inProject(change: RawChange, place: Place): RawChange {
  const { path, from } = change;
  return { ...change, path: place.toProject(path), from: from === null ? null : place.toProject(from) };
}

/** What is outside the project's root is none of its files, whatever the globs say. */
export const insideOnly =
  (classify: Classify): Classify =>
  (path) =>
    isOutside(path) ? null : classify(path);
