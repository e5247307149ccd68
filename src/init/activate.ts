import { within } from '../migration/path.ts';
import type { HookManager } from '../project/hook-managers.ts';
import { packageCommands } from '../project/package-manager.ts';
import { isOld } from './husky.ts';
import type { Survey } from './survey.ts';

/** What makes git call a manager's hooks in this clone. */
export interface Activation {
  readonly program: string;
  /** Relative to the top, where it runs. */
  readonly args: readonly string[];
  /** As a person would type it. */
  readonly words: string;
}

const preCommitTypes = ['pre-commit', 'pre-merge-commit', 'commit-msg'].flatMap((name) => ['--hook-type', name]);

/** How to make git call the hooks; null when it does so already. `isChanged`: the manager's file is written in this run. */
export function activationOf(manager: HookManager, isChanged: boolean, known: Survey): Activation | null {
  const isPlaced = manager.kind === 'husky' || manager.kind === 'git';
  if (manager.isActive && (isPlaced || !isChanged)) return null;
  switch (manager.kind) {
    case 'husky':
      return isOld(manager) ? null : huskyActivation(manager, known);
    case 'lefthook':
      return installed('lefthook', ['install'], known);
    case 'simple-git-hooks':
      return installed('simple-git-hooks', manager.file.endsWith('package.json') ? [] : [manager.file], known);
    case 'pre-commit':
      return command('pre-commit', ['install', ...preCommitTypes]);
    case 'git':
      return hooksPath(manager.folder);
  }
}

/** A setting of git that comes from outside the repository may stand for hooks that nobody wants to lose. */
export function isTakenOver({ path, isLocal }: Survey['hooks']): boolean {
  return path !== null && !isLocal;
}

/** husky's own way where it is installed; without it git itself can run the very same files. */
function huskyActivation(
  { folder, version }: HookManager & { kind: 'husky' },
  { packages, files }: Survey,
): Activation {
  const home = [packages?.home ?? '', ''].find((place) => files.list(within(place, 'node_modules/husky')).includes('bin.js')); // prettier-ignore
  if (version === null || version < 9 || home === undefined) return hooksPath(folder);
  const given = folder === '.husky' ? [] : [folder];
  const args = [within(home, 'node_modules/husky/bin.js'), ...given];
  return { program: 'node', args, words: ['npx', 'husky', ...given].join(' ') };
}

const hooksPath = (folder: string) => command('git', ['config', 'core.hooksPath', folder]);

function command(program: string, args: readonly string[]): Activation {
  return { program, args, words: [program, ...args].join(' ') };
}

/** A program of a package: the one that is installed, never one from the network. */
function installed(name: string, args: readonly string[], { packages, files }: Survey): Activation {
  const folder = within(packages?.home ?? '', 'node_modules/.bin');
  const run = packages ? `${packageCommands[packages.name].run} ` : '';
  const program = files.list(folder).includes(name) ? `./${folder}/${name}` : name;
  return { program, args, words: [`${run}${name}`, ...args].join(' ') };
}
