import { UserError } from '../errors.ts';
import { folderOf, within } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { objectIn, readManifest, type Manifest } from './manifest.ts';
import { foldersUp } from './package-manager.ts';

/** ESLint as it is set up for one folder. Paths are relative to the repository's top. */
export interface EslintUse {
  /** The flat configuration in the folder or the nearest one above. */
  readonly config: string | null;
  /** What an older ESLint took its rules from, where there is no flat configuration. */
  readonly legacy: string | null;
  /** The nearest folder whose package.json asks for ESLint. */
  readonly base: string | null;
  /** Of the package that is installed. */
  readonly version: string | null;
  /** Whether it is known to be too old for languages other than JavaScript. */
  readonly isTooOld: boolean;
}

/** The first release with all that the plugin needs. */
export const oldestEslint = '9.15';

/** In the order in which ESLint looks for them: https://eslint.org/docs/latest/use/configure/configuration-files */
const flatNames = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension) => `eslint.config.${extension}`);
const legacyNames = ['.js', '.cjs', '.yaml', '.yml', '.json', ''].map((extension) => `.eslintrc${extension}`);

/** How ESLint is set up for a folder. */
export function eslintFor(files: Files, folder: string): EslintUse {
  const places = foldersUp(folder);
  const config = firstOf(places, flatNames, files);
  const base = places.find((place) => askedFor(files, place) !== null) ?? null;
  const version = installedVersion(files, foldersUp(config === null ? (base ?? folder) : folderOf(config)));
  const wanted = base === null ? null : askedFor(files, base);
  return {
    config,
    legacy: config === null ? legacyFor(files, places) : null,
    base,
    version,
    isTooOld: version === null ? isBefore(wanted ?? '', '9') : isBefore(version, oldestEslint),
  };
}

/** Whether anything says that ESLint is used. */
export function isUsed({ config, base }: EslintUse): boolean {
  return config !== null || base !== null;
}

function firstOf(places: readonly string[], names: readonly string[], files: Files): string | null {
  for (const place of places) {
    const entries = files.list(place);
    const name = names.find((one) => entries.includes(one));
    if (name !== undefined) return within(place, name);
  }
  return null;
}

function legacyFor(files: Files, places: readonly string[]): string | null {
  const key = places.find((place) => manifestIn(files, place)?.keys['eslintConfig'] !== undefined);
  return firstOf(places, legacyNames, files) ?? (key === undefined ? null : within(key, 'package.json'));
}

/** A package.json that is broken tells nothing; whoever needs it says so. */
function manifestIn(files: Files, place: string): Manifest | null {
  try {
    return readManifest(files, place);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The versions of ESLint that a package.json asks for. */
function askedFor(files: Files, place: string): string | null {
  const keys = manifestIn(files, place)?.keys ?? {};
  const wanted = ['devDependencies', 'dependencies'].map((key) => objectIn(keys[key])['eslint']);
  return wanted.find((range) => typeof range === 'string') ?? null;
}

function installedVersion(files: Files, places: readonly string[]): string | null {
  const versions = places.map((place) => manifestIn(files, within(place, 'node_modules/eslint'))?.keys['version']);
  return versions.find((version) => typeof version === 'string') ?? null;
}

/** Compares the first two numbers; a text without a number is not before anything. */
function isBefore(version: string, other: string): boolean {
  const [one, two] = [numberOf(version), numberOf(other)];
  return one !== null && two !== null && one < two;
}

function numberOf(version: string): number | null {
  const [, major, minor = '0'] = /(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return major === undefined ? null : Number(major) * 1000 + Number(minor);
}
