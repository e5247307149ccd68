import { isAbsolute, resolve as resolvePath } from 'node:path';
import { defaultApprovals } from '../approval/settings.ts';
import { defaultPostgres, isAside } from '../config/defaults.ts';
import { resolve } from '../config/resolve.ts';
import type { Config, FileConfig } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { pathBelow } from '../files/path-below.ts';
import { toPath } from '../files/path.ts';
import { hint } from '../nearest.ts';
import type { GuardSettings } from './options.ts';
import { classifierOf } from '../config/classify.ts';
import type { Classify } from '../files/git/changes.ts';

/** Where a file stands, what it is, and how it is read. */
export interface Place extends Pick<FileConfig, 'adapter' | 'postgres' | 'approvals'> {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root. */
  readonly path: string;
  readonly baseBranch: string | null;
  readonly project: Config | null;
  /** What a path below the root is to the rules; null for nothing. */
  readonly classify: Classify;
}

/** What ESLint says of a file and its settings. */
export interface Asked {
  readonly filename: string;
  readonly cwd: string;
  readonly settings: object;
}

const types = {
  root: 'string',
  adapter: 'string',
  postgres: 'number',
  baseBranch: 'string',
  project: 'object',
  head: 'string',
} as const;

/** Finds out where a file stands; what is wrong in the settings is a `UserError`. */
export function placeOf({ filename, cwd, settings: all }: Asked): Place {
  const settings = checked((all as Readonly<Record<string, unknown>>)['farout-guard'] ?? {});
  const { project, postgres, adapter, baseBranch } = settings;
  const root = resolvePath(cwd, settings.root ?? project?.root ?? '.');
  const path = isAbsolute(filename) ? pathBelow(root, filename) : toPath(filename);
  const own = project ? resolve(project, path) : null;
  return {
    root,
    path,
    adapter: adapter ?? own?.adapter ?? null,
    postgres: postgres ?? own?.postgres ?? defaultPostgres,
    approvals: own?.approvals ?? defaultApprovals,
    baseBranch: baseBranch ?? project?.baseBranch ?? null,
    project: project ?? null,
    classify: project ? classifierOf(project) : (each) => (isAside(each) ? null : 'migration'),
  };
}

function checked(given: unknown): GuardSettings {
  const place = "settings['farout-guard']";
  if (typeof given !== 'object' || given === null) throw new UserError(`${place}: must be an object`);
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(types, key))
      throw new UserError(`${place}: there is no setting "${key}".${hint(key, Object.keys(types))}`);
    const type = types[key as keyof typeof types];
    if (typeof value !== type) throw new UserError(`${place}.${key}: must be a ${type}, not ${JSON.stringify(value)}`);
  }
  return given;
}
