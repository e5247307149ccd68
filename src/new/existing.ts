import { isAside, isScript } from '../config/defaults.ts';
import { adapters } from '../migration/adapters/index.ts';
import { leadingVersion } from '../migration/identity.ts';
import { baseOf, within } from '../migration/path.ts';
import { versionOfScript } from '../project/framework-migrations.ts';
import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Files } from '../types.ts';

/** Files inside a folder that is a migration. */
const inner = ['up.sql', 'migration.sql', 'migration.ts'];

/** The versions of all migrations in a folder, whatever they are written in. */
export function versionsIn(folder: string, name: FrameworkName, files: Files): readonly string[] {
  return files.list(folder).flatMap((entry) => versionOf(within(folder, entry), name, files) ?? []);
}

function versionOf(path: string, name: FrameworkName, files: Files): string | null {
  if (isScript(path)) return isAside(path) ? null : versionOfScript(path);
  const entries = /\.\w+$/.test(path) ? [] : files.list(path);
  const file = inner.find((one) => entries.includes(one));
  if (!path.endsWith('.sql') && file === undefined) return null;
  const identity = adapters[name]?.identify(file === undefined ? path : within(path, file), files);
  return identity?.version ?? leadingVersion(baseOf(path).replace(/\.sql$/, ''));
}

/** The extension of the newest program in a folder, or null. */
export function scriptExtension(folder: string, files: Files): string | null {
  const scripts = files.list(folder).filter((name) => /^(?:Migration)?\d.*\.[cm]?[jt]s$/.test(name) && !isAside(name));
  return /\.[cm]?[jt]s$/.exec(scripts.at(-1) ?? '')?.[0] ?? null;
} // prettier-ignore
