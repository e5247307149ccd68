import type { PackageManager } from '../project/package-manager.ts';
import { hookLines, hookNames } from './hook-lines.ts';
import { addToScript } from './script-edit.ts';
import type { Wish } from './wish.ts';

/** Hooks as git itself runs them. */
export function scriptWishes(folder: string, packages: PackageManager | null): readonly Wish[] {
  return hookNames.map((name) => {
    const lines = hookLines(name, packages);
    const text = ['#!/bin/sh', ...lines, ''].join('\n');
    const about = `git's ${name} hook calls farout-guard`;
    const merge = (there: string) => addToScript(there, lines);
    return {
      path: `${folder}/${name}`,
      about,
      text,
      merge,
      beside: text,
      executable: true,
      needed: name === 'pre-commit',
    };
  });
}
