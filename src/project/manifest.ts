import { UserError } from '../errors.ts';
import { within } from '../migration/path.ts';
import type { Files } from '../types.ts';

/** A package.json, as far as it matters here. */
export interface Manifest {
  readonly isPrivate: boolean;
  /** Names of all packages that it asks for. */
  readonly dependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  /** Such as `pnpm@9.1.0`, or null. */
  readonly packageManager: string | null;
  readonly hasWorkspaces: boolean;
  readonly keys: Readonly<Record<string, unknown>>;
}

/** The package.json of a folder, or null; one that is broken is a `UserError`. */
export function readManifest(files: Files, folder: string): Manifest | null {
  const path = within(folder, 'package.json');
  const text = files.read(path);
  if (text === null) return null;
  const keys = objectIn(parse(text, path));
  const lists = Object.entries(keys).filter(([key]) => /^(?:dev|optional|peer)?dependencies$/i.test(key));
  const scripts = Object.entries(objectIn(keys['scripts'])).filter(([, line]) => typeof line === 'string');
  return {
    isPrivate: keys['private'] === true,
    dependencies: lists.flatMap(([, list]) => Object.keys(objectIn(list))),
    scripts: Object.fromEntries(scripts) as Record<string, string>,
    packageManager: typeof keys['packageManager'] === 'string' ? keys['packageManager'] : null,
    hasWorkspaces: keys['workspaces'] !== undefined,
    keys,
  };
}

/** The value as an object; anything else is an empty one. */
export function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path}: is no JSON (${words}). Mend it first.`, { cause: error });
  }
}
