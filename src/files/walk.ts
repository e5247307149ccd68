import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { isRefusal } from './disk.ts';

/** The files of a folder and of all below it. */
export interface Walk {
  /** In no order; links to files and folders are followed, each file is listed once. */
  readonly paths: readonly string[];
  /** Folders that the system did not let us list. */
  readonly unreadable: readonly string[];
}

export interface WalkOptions {
  /** Absolute. */
  readonly root: string;
  /** The folder to begin with, as the paths of the result begin. */
  readonly path: string;
  readonly wanted: (path: string) => boolean;
  /** Folders to leave out with all below them. */
  readonly skipped: (path: string) => boolean;
}

interface Place {
  /** As the result names it. */
  readonly path: string;
  /** Where it really is, after all links. */
  readonly real: string;
}

interface State {
  readonly folders: Place[];
  /** Links to folders, for when all real folders are done: a file is known by its most direct path. */
  readonly links: Place[];
  readonly seenLinks: Set<string>;
  /** Paths by real places. */
  readonly found: Map<string, string>;
  readonly unreadable: string[];
}

/** Walks a folder without recursion; however many links there are and wherever they lead, it ends. */
export function walk(options: WalkOptions): Walk {
  const real = realpathSync(resolve(options.root, options.path));
  const folders = [{ path: options.path, real }];
  const state: State = { folders, links: [], seenLinks: new Set(), found: new Map(), unreadable: [] };
  for (let next = nextFolder(state); next; next = nextFolder(state)) visit(next, state, options);
  return { paths: [...state.found.values()], unreadable: state.unreadable };
}

function nextFolder(state: State): Place | undefined {
  return state.folders.pop() ?? state.links.shift();
}

function visit(folder: Place, state: State, options: WalkOptions): void {
  for (const entry of list(folder, state)) {
    const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`;
    const real = join(folder.real, entry.name);
    if (entry.isDirectory() && !options.skipped(path)) state.folders.push({ path, real });
    if (entry.isFile()) add({ path, real }, state, options);
    if (entry.isSymbolicLink()) follow({ path, real }, state, options);
  }
}

function add({ path, real }: Place, { found }: State, { wanted }: WalkOptions): void {
  if (!found.has(real) && wanted(path)) found.set(real, path);
}

function follow(link: Place, state: State, options: WalkOptions): void {
  if (state.seenLinks.has(link.real)) return;
  const target = targetOf(link.real);
  if (target === null) return;
  const place = { path: link.path, real: target.real };
  if (target.isFile) return add(place, state, options);
  state.seenLinks.add(link.real);
  const isCircle = link.real.startsWith(target.real.endsWith(sep) ? target.real : target.real + sep);
  if (!isCircle && !options.skipped(link.path)) state.links.push(place);
}

/** Null for a link that leads nowhere; editors use such links as locks. */
function targetOf(link: string): { readonly real: string; readonly isFile: boolean } | null {
  try {
    const stats = statSync(link);
    return stats.isFile() || stats.isDirectory() ? { real: realpathSync(link), isFile: stats.isFile() } : null;
  } catch {
    return null;
  }
}

function list({ path, real }: Place, { unreadable }: State): readonly Dirent[] {
  try {
    return readdirSync(real, { withFileTypes: true });
  } catch (error) {
    if (isRefusal(error)) unreadable.push(path);
    return [];
  }
}
