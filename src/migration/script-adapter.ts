import { anyScript, isScript, withoutExtension } from '../config/defaults.ts';
import type { Files } from '../types.ts';
import type { Adapter, Identity, WayBack } from './adapter.ts';
import { handMadePaths, isHandMadeWayBack } from './companion.ts';
import { leadingVersion } from './identity.ts';
import { wholeFile } from './parts.ts';
import { baseOf } from './path.ts';

/** A time as these tools write it (`2024.01.31T12.00.00`, `2024-01-31-1200`, `20240131T120000Z`, `20240131_120000`), else a number. */
const versioned =
  /^(?<version>\d{4}\.\d\d\.\d\dT\d\d\.\d\d\.\d\d|\d{4}[-_]\d\d[-_]\d\d(?:[-_T]\d{4}(?:\d\d)?)?|\d{8}T\d{4,9}Z?|\d+(?:[-_]\d{6})?)(?!\d)(?:[-_.].*)?$/s;

/** Reads the name of a script; `pattern` has the group `version` and is for names without extension. */
export function scriptIdentity(path: string, pattern: RegExp = versioned): Identity {
  const name = withoutExtension(baseOf(path));
  const groups = isScript(path) ? pattern.exec(name)?.groups : undefined;
  const version = groups ? (groups['version'] ?? null) : leadingVersion(name);
  return { name, version, direction: 'up', valid: groups !== undefined, unit: 'file' };
}

/** The same for tools that run SQL as well: `x.sql`, or `x.up.sql`, with its way back beside it. */
export function scriptOrSqlIdentity(path: string, files: Files): Identity {
  if (isScript(path)) return scriptIdentity(path);
  const name = withoutExtension(baseOf(path)).replace(/[._-](?:up|down|rollback)$/i, '');
  const version = versioned.exec(name)?.groups?.['version'] ?? null;
  const direction = isHandMadeWayBack(path, files) ? 'down' : 'up';
  return { name, version, direction, valid: version !== null, unit: 'file' };
}

/** The way back of a script is a function of its own; that of SQL beside it, a file. */
export function scriptWayBack(path: string): WayBack {
  return isScript(path) ? { kind: 'section', marker: 'down()' } : { kind: 'file', paths: handMadePaths(path) };
}

/** What the adapters of tools have in common whose migrations are scripts. What a script does is read elsewhere, and tells whose it is. */
export const scriptAdapter = {
  folders: [`**/migrations/**/${anyScript}`],
  directive: null,
  evidence: () => null,
  identify: (path) => scriptIdentity(path),
  // SQL that stands among scripts does not go unjudged.
  parts: (file, direction) => (isScript(file.path) ? [] : wholeFile(file, direction, 'statements')),
  wayBack: scriptWayBack,
} as const satisfies Omit<Adapter, 'convention'>;
