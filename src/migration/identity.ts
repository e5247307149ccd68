import { withoutExtension } from '../config/defaults.ts';
import type { Identity } from './adapter.ts';
import { baseOf, folderOf } from './path.ts';

/**
 * Reads a file's name by a pattern with the groups `name`, `version` and, when it matched, `down`.
 * A name that does not match is not valid and runs up.
 */
export function fileIdentity(path: string, pattern: RegExp): Identity {
  const groups = pattern.exec(baseOf(path))?.groups;
  return groups ? { ...matched(groups), unit: 'file' } : { ...unmatched(path), unit: 'file' };
}

/** Reads the name of the folder around the file in the same way; the file's own name tells the direction. */
export function folderIdentity(path: string, pattern: RegExp): Identity {
  const name = baseOf(folderOf(path));
  const groups = pattern.exec(name)?.groups;
  const direction = /^down\.(?:sql|[cm]?[jt]s)$/.test(baseOf(path)) ? 'down' : 'up';
  return { name, version: groups?.['version'] ?? null, direction, valid: groups !== undefined, unit: 'folder' };
}

function matched(groups: Readonly<Record<string, string | undefined>>): Omit<Identity, 'unit'> {
  const { name = '', version = null, down } = groups;
  return { name, version, direction: down === undefined ? 'up' : 'down', valid: true };
}

function unmatched(path: string): Omit<Identity, 'unit'> {
  const name = withoutExtension(baseOf(path));
  return { name, version: leadingVersion(name), direction: 'up', valid: false };
}

/** The digits that a name begins with, with the separators between them: `20240131_120000` of `20240131_120000_users`. */
export function leadingVersion(name: string): string | null {
  return /^\d+(?:[-_.]\d+)*(?![^-_.])/.exec(name)?.[0] ?? null;
}
