import { readdirSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import { isAside, isScript, isWritten, longestGlob } from '../config/defaults.ts';
import {
  configuredMatcher,
  isIgnored,
  isMigration,
  isNegated,
  matcher,
  migrationMatcher,
  type Matcher,
} from '../config/match.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { withoutBuilt } from '../migration/built.ts';
import { nearest } from '../nearest.ts';
import { isRefusal, unreadable } from './disk.ts';
import { printable, toPath } from './path.ts';
import { walk } from './walk.ts';

/** What the command line or the configuration selects. Paths are relative to the configuration's root, with `/`. */
export interface Discovery {
  /** Sorted by code units, each once. */
  readonly files: readonly string[];
  /** Files and folders that were named and that the configuration ignores. */
  readonly ignored: readonly string[];
  /** Patterns that selected no file; without patterns the globs of the configuration, when none of them did. */
  readonly unmatched: readonly string[];
  /** Folders that may hold more, but could not be listed. */
  readonly unreadable: readonly string[];
}

/**
 * Finds the files to judge. Without patterns: the configuration's migrations. A pattern, relative to `cwd`, is a file (taken
 * as it is), a folder (all SQL in it, and the scripts that the configuration counts) or a glob; what exists under its very name is never a glob; `!` takes out again.
 * Throws a `UserError` for a file that does not exist and a folder that may not be read.
 */
export async function discover(patterns: readonly string[], config: Config, cwd: string): Promise<Discovery> {
  const exclusions = new Set(patterns.filter(isExclusion(cwd)));
  const context: Context = { config, cwd, excluded: matcher([...exclusions].map((glob) => toPath(glob.slice(1)))) };
  const wanted = patterns.filter((pattern) => !exclusions.has(pattern));
  const selections = wanted.length === 0 ? [allMigrations(context)] : wanted.map((pattern) => select(pattern, context));
  return {
    files: sorted(selections.flatMap(({ files }) => files)),
    ignored: sorted(selections.flatMap(({ ignored }) => ignored)),
    unmatched: selections.flatMap(({ files, ignored, tried }) => (files.length + ignored.length === 0 ? tried : [])),
    unreadable: sorted(selections.flatMap(({ unreadable }) => unreadable)),
  };
}

interface Context {
  readonly config: Config;
  readonly cwd: string;
  /** What patterns with `!` take out; its paths are relative to `cwd`. */
  readonly excluded: Matcher;
}

interface Selection {
  readonly files: readonly string[];
  readonly ignored: readonly string[];
  readonly unreadable: readonly string[];
  readonly tried: readonly string[];
}

function allMigrations(context: Context): Selection {
  const { config } = context;
  return below('', config.migrations, context, configuredMatcher(config.migrations));
}

function select(pattern: string, context: Context): Selection {
  const { config, cwd } = context;
  if (pattern === '') throw new UserError('an empty path names no file');
  const absolute = resolve(cwd, pattern);
  const stats = statsOf(absolute, pattern);
  if (stats === null) return isGlob(pattern) ? selectGlob(pattern, context) : fail(pattern, context);
  const path = toPath(relative(config.root, absolute));
  if (isIgnored(config, path)) return { ...nothing, ignored: [path] };
  if (stats.isDirectory())
    return below(path, [pattern], context, (file) => isWritten(file) && !isStranger(file, config));
  return { ...nothing, files: isExcluded(path, context) ? [] : [path], tried: [pattern] };
}

function isGlob(pattern: string): boolean {
  return pattern.length <= longestGlob && picomatch.scan(pattern).isGlob;
}

const nothing: Selection = { files: [], ignored: [], unreadable: [], tried: [] };

function selectGlob(pattern: string, context: Context): Selection {
  const { config, cwd } = context;
  const glob = toPath(isAbsolute(pattern) ? relative(cwd, pattern) : pattern);
  const base = resolve(cwd, picomatch.scan(glob).base);
  if (statsOf(base, pattern) === null) return { ...nothing, tried: [pattern] };
  const path = toPath(relative(config.root, base));
  if (isIgnored(config, path)) return { ...nothing, ignored: [path] };
  const matches = migrationMatcher([glob]);
  const isOpen = !namesScripts.test(glob);
  return below(
    path,
    [pattern],
    context,
    (file) => matches(fromCwd(file, context)) && !(isOpen && isStranger(file, config)),
  );
}

/** The wanted files below a folder of the root, but not what is ignored. */
function below(folder: string, tried: readonly string[], context: Context, wanted: Matcher): Selection {
  const { config } = context;
  const accepts: Matcher = (path) => wanted(path) && !isIgnored(config, path) && !isExcluded(path, context);
  const found = walk({ root: config.root, path: folder, wanted: accepts, skipped: skippedFolders(config) });
  if (found.unreadable.includes(folder)) {
    throw new UserError(`${printable(folder === '' ? config.root : folder)}: cannot be read: permission denied`);
  }
  return { ...nothing, files: withoutBuilt(found.paths), unreadable: found.unreadable, tried };
}

/** Ignored folders, unless something in them may be taken back; the largest ones only when that is said of them. */
function skippedFolders(config: Config): Matcher {
  const takenBack = config.ignore.filter(isNegated);
  if (takenBack.length === 0) return (path) => isIgnored(config, path);
  const always = ['node_modules', '.git'].filter((name) => !takenBack.some((glob) => glob.includes(name)));
  return (path) => always.includes(path.slice(path.lastIndexOf('/') + 1)) && isIgnored(config, path);
}

/** `*.ts`, `*.{sql,js}`, `*.[jt]s`. */
const namesScripts = /\.[^/]*s[^/]*$/i;

/** A script is nearly always something else than a migration, unless the configuration says so or the glob names scripts. */
function isStranger(path: string, config: Config): boolean {
  return isScript(path) && (isAside(path) || !isMigration(config, path));
}

const isExclusion =
  (cwd: string) =>
  (pattern: string): boolean =>
    isNegated(pattern) && statsOf(resolve(cwd, pattern), pattern) === null;

function isExcluded(path: string, context: Context): boolean {
  return context.excluded(fromCwd(path, context));
}

function fromCwd(path: string, { config, cwd }: Context): string {
  return config.root === cwd ? path : toPath(relative(cwd, resolve(config.root, path)));
}

/** Null when there is no such file, whatever the system's reason. */
function statsOf(absolute: string, pattern: string): Stats | null {
  try {
    return statSync(absolute, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (isRefusal(error)) throw unreadable(pattern, error);
    return null;
  }
}

function fail(pattern: string, { cwd }: Context): never {
  const near = nearestPath(resolve(cwd, pattern));
  const hint = near === null ? '' : `; did you mean "${toPath(relative(cwd, near))}"?`;
  throw new UserError(`${printable(pattern)}: no such file or folder${printable(hint)}`);
}

/** An existing path that differs from a wrong one in few letters of its names. */
function nearestPath(absolute: string): string | null {
  const parent = dirname(absolute);
  if (parent === absolute) return null;
  const folder = statsOf(parent, parent) === null ? nearestPath(parent) : parent;
  if (folder === null) return null;
  const name = nearest(basename(absolute), namesIn(folder));
  return name === null ? null : join(folder, name);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sorted(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort();
}
