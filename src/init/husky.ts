import { within } from '../migration/path.ts';
import type { HookManager } from '../project/hook-managers.ts';
import { packageCommands, type PackageManager } from '../project/package-manager.ts';
import { scriptWishes } from './git-hooks.ts';
import { hookCommand } from './hook-lines.ts';
import { getInJson, setInJson } from './json-edit.ts';
import { isCalledIn } from './script-edit.ts';
import type { Wish } from './wish.ts';

type Husky = HookManager & { readonly kind: 'husky' };

/** husky's hooks, and the script of package.json that sets them up in every clone. */
export function huskyWishes(husky: Husky, packages: PackageManager | null): readonly Wish[] {
  if (isOld(husky)) return [inItsConfiguration(packages)];
  const scripts = scriptWishes(husky.folder, packages);
  const isSetUp = Object.values(packages?.manifest.scripts ?? {}).some((line) => /\bhusky\b/.test(line));
  return packages === null || isSetUp || isForeign(packages) ? scripts : [...scripts, setUp(husky, packages)];
}

/** Up to version 4 the hooks stand in husky's own configuration, and git runs husky's scripts. */
export function isOld({ version }: Husky): boolean {
  return version !== null && version < 5;
}

function inItsConfiguration(packages: PackageManager | null): Wish {
  const text = `${JSON.stringify({ husky: { hooks: { 'pre-commit': hookCommand('pre-commit', packages, '') } } }, null, 2)}\n`;
  const merge = (there: string) => (isCalledIn(there) ? there : null);
  const path = within(packages?.home ?? '', 'package.json');
  return { path, about: 'husky before version 5 calls farout-guard', text, merge, beside: text, needed: true };
}

/** Yarn runs `postinstall` in the projects of those who install the package, too. */
export function isForeign({ name, manifest }: PackageManager): boolean {
  return packageCommands[name].afterInstall === 'postinstall' && !manifest.isPrivate;
}

function setUp(husky: Husky, { name, home }: PackageManager): Wish {
  const script = packageCommands[name].afterInstall;
  const line = setUpLine(husky, home);
  const merge = (text: string) => {
    const there = getInJson(text, ['scripts', script]);
    if (there !== undefined && typeof there !== 'string') return null;
    return setInJson(text, ['scripts', script], there ? `${there} && (${line})` : line);
  };
  const path = within(home, 'package.json');
  const beside = `{ "scripts": { "${script}": "${line}" } }\n`;
  return { path, about: `"${script}" sets up husky in every clone`, text: beside, merge, beside };
}

/** `|| true`: where husky is left out, as in an image for production, the install must not fail. */
function setUpLine({ folder, version }: Husky, home: string): string {
  const call = version !== null && version < 9 ? 'husky install' : 'husky';
  if (home === '') return folder === '.husky' ? `${call} || true` : `${call} ${quoted(folder)} || true`;
  return `cd ${home.replaceAll(/[^/]+/g, '..')} && ${call} ${quoted(folder)} || true`;
}

/** For the shells of all systems. */
const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `"${path}"`);
