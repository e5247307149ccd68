import { isScript } from '../config/defaults.ts';
import { leadingVersion } from '../migration/identity.ts';
import { baseOf, folderOf } from '../migration/path.ts';
import type { Files } from '../types.ts';
import { classesOf } from './entries.ts';
import type { Tree } from './tree.ts';
import type { Module } from './module.ts';

/**
 * Whether a script only holds what migrations import: it has no version where its neighbours have one, and neither `up` nor `down`.
 * What it does is judged where a migration calls it.
 */
export function isHelper(path: string, module: Module, files: Files): boolean {
  const folder = folderOf(path);
  if (isVersioned(baseOf(path)) || runsBothWays(module)) return false;
  return [folder, folderOf(folder)].some((each) => files.list(each).some((name) => isScript(name) && isVersioned(name))); // prettier-ignore
}

const isVersioned = (name: string) => leadingVersion(name) !== null || /^(?:Migration|V)_?\d/.test(name);

/** Whether a migration's file only hands on what other files hold, or lets them run: what they do is not known here. */
export function handsOn(path: string, { program }: Tree): boolean {
  if (!isVersioned(baseOf(path))) return false;
  return program.body.some((node) => {
    if (node.type === 'ImportDeclaration') return node.specifiers.length === 0;
    if (node.type === 'ExportAllDeclaration') return node.exportKind !== 'type';
    return node.type === 'ExportNamedDeclaration' && node.exportKind !== 'type' && node.specifiers.length > 0;
  });
}

function runsBothWays(module: Module): boolean {
  const classes = classesOf(module).map((each) => module.instantiate(each));
  const whole = module.exports.properties.get('default');
  const homes = [module.exports, ...(whole?.kind === 'object' ? [whole] : []), ...classes];
  return homes.some(({ properties }) => properties.has('up') || properties.has('down'));
}
