import { within } from '../migration/path.ts';
import { huskyVersion, type HookManager } from '../project/hook-managers.ts';
import { scriptWishes } from './git-hooks.ts';
import { huskyWishes } from './husky.ts';
import { lefthookWishes, preCommitWishes, simpleGitHooksWishes } from './other-managers.ts';
import type { Survey } from './survey.ts';
import type { Wish } from './wish.ts';
import type { ParseYaml } from './yaml-edit.ts';

/** The manager that the hook goes through: the one that is there, else husky, else git alone where there is no package.json. */
export function chooseManager({ managers, packages, files }: Survey): HookManager {
  const there = managers[0];
  if (there) return there;
  if (packages === null) return { kind: 'git', folder: '.githooks', isActive: false };
  const version = huskyVersion(files, packages.home);
  return { kind: 'husky', folder: within(packages.home, '.husky'), version, isActive: false };
}

/** What makes git call us. */
export function hookWishes(manager: HookManager, { packages }: Survey, parse: ParseYaml): readonly Wish[] {
  switch (manager.kind) {
    case 'husky':
      return huskyWishes(manager, packages);
    case 'lefthook':
      return lefthookWishes(manager.file, packages, parse);
    case 'pre-commit':
      return preCommitWishes(manager.file, packages, parse);
    case 'simple-git-hooks':
      return simpleGitHooksWishes(manager, packages);
    case 'git':
      return scriptWishes(manager.folder, packages);
  }
}
