import { within } from '../migration/path.ts';
import { manifest } from '../package.ts';
import { packageCommands, type PackageManager } from '../project/package-manager.ts';

/** The hooks that guard a commit; git runs them at the repository's top. */
export const hookNames = ['pre-commit', 'pre-merge-commit', 'commit-msg', 'prepare-commit-msg'] as const;

export type HookName = (typeof hookNames)[number];

/** The command of a hook; `passed` stands for what git gives it. */
export function hookCommand(name: HookName, packages: PackageManager | null, passed = ' "$@"'): string {
  if (packages === null) return `npx --yes farout-guard@${manifest.version} hook ${name}${passed}`;
  if (packages.isPlugAndPlay) return `yarn farout-guard hook ${name}${passed}`;
  return `sh ${quoted(scriptOf(name, packages))}${passed}`;
}

/** The lines of a shell script that call a hook: what cannot run stops the commit, save the offer of a message. */
export function hookLines(name: HookName, packages: PackageManager | null): readonly string[] {
  const command = hookCommand(name, packages);
  if (name === 'prepare-commit-msg') return [`${command} || true # farout-guard offers a message`];
  const call = `${command} || exit $?`;
  if (packages === null || packages.isPlugAndPlay) return [call];
  const { install } = packageCommands[packages.name];
  const where = packages.home === '' ? '' : ` in ${packages.home.replaceAll("'", '')}`;
  const check = `[ -f ${quoted(scriptOf(name, packages))} ] || { echo 'farout-guard is not installed: run ${install}${where}' >&2; exit 1; }`;
  return [check, call];
}

const scriptOf = (name: HookName, { home }: PackageManager) => within(home, `node_modules/farout-guard/hooks/${name}`);

/** A word of a shell command; within the lines of YAML and JSON, too. */
function quoted(word: string): string {
  return /^[\w./@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
