import type { Files } from '../types.ts';

/** The folder of a path; empty for the project's root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** The last name of a path. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of an entry of a folder. */
export function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The path of a file in the same folder. */
export function beside(path: string, name: string): string {
  return within(folderOf(path), name);
}

/** Whether a file of that name is in the same folder. */
export function hasBeside(path: string, name: string, files: Files): boolean {
  return files.list(folderOf(path)).includes(name);
}

/** The first of `names` that is found in a folder above the file's own, nearest folder first. */
export function nearestAbove(path: string, names: readonly string[], files: Files): string | null {
  for (let folder = folderOf(path); folder !== '';) {
    folder = folderOf(folder);
    const entries = files.list(folder);
    const found = names.find((name) => entries.includes(name));
    if (found !== undefined) return found;
  }
  return null;
}

/** The file that tells a project's language, nearest first. */
export function manifestAbove(path: string, files: Files): string | null {
  return nearestAbove(
    path,
    ['Cargo.toml', 'go.mod', 'package.json', 'pom.xml', 'build.gradle', 'pyproject.toml'],
    files,
  );
}
