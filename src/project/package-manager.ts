import { folderOf, within } from '../migration/path.ts';
import { manifest as own } from '../package.ts';
import type { Files } from '../types.ts';
import { readManifest, type Manifest } from './manifest.ts';

export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'yarn-classic' | 'bun';

/** What installs a project's packages, and where. */
export interface PackageManager {
  readonly name: PackageManagerName;
  /** The folder of the package.json that development tools belong into; empty for the top. */
  readonly home: string;
  readonly manifest: Manifest;
  /** Whether that package.json speaks for several packages. */
  readonly isWorkspace: boolean;
  /** Yarn Plug'n'Play: there is no node_modules. */
  readonly isPlugAndPlay: boolean;
}

/** What one types, or a pipeline runs. */
export interface PackageCommands {
  /** Before the names of packages to add for development. */
  readonly add: string;
  /** The same in the root of a workspace. */
  readonly addToWorkspace: string;
  /** Installs all that package.json asks for. */
  readonly install: string;
  /** Installs exactly what the lock file says. */
  readonly exactInstall: string;
  /** Before the name of an installed program. */
  readonly run: string;
  /** The script of package.json that runs after an install in the project itself. */
  readonly afterInstall: 'prepare' | 'postinstall';
}

/** How each package manager is called. */
export const packageCommands: Readonly<Record<PackageManagerName, PackageCommands>> = {
  npm: commands('npm install --save-dev', '', 'npm install', 'npm ci', 'npx'),
  pnpm: commands('pnpm add --save-dev', ' -w', 'pnpm install', 'pnpm install --frozen-lockfile', 'pnpm exec'),
  // https://typicode.github.io/husky/how-to.html: Yarn 2 and later know no prepare script.
  yarn: { ...commands('yarn add --dev', '', 'yarn install', 'yarn install --immutable', 'yarn'), afterInstall: 'postinstall' }, // prettier-ignore
  'yarn-classic': commands('yarn add --dev', ' -W', 'yarn install', 'yarn install --frozen-lockfile', 'yarn run -s'),
  bun: commands('bun add --dev', '', 'bun install', 'bun install --frozen-lockfile', 'bunx'),
};

function commands(add: string, flag: string, install: string, exactInstall: string, run: string): PackageCommands {
  return { add, addToWorkspace: add + flag, install, exactInstall, run, afterInstall: 'prepare' };
}

/** How one calls the program here. */
export function guardCommand(packages: PackageManager | null): string {
  const run = packages ? packageCommands[packages.name].run : 'npx --yes';
  return `${run} farout-guard${packages ? '' : `@${own.version}`}`;
}

/** The package manager for a folder of the repository: of the workspace or package around it, else of its only package; null without package.json. */
export function detectPackageManager(files: Files, folder: string): PackageManager | null {
  const home = homeOf(files, folder);
  const manifest = home === null ? null : readManifest(files, home);
  if (home === null || manifest === null) return null;
  const name = nameOf(files, home, manifest);
  const isWorkspace = isWorkspaceRoot(files, home, manifest);
  return { name, home, manifest, isWorkspace, isPlugAndPlay: name === 'yarn' && usesPlugAndPlay(files, home) };
}

function homeOf(files: Files, folder: string): string | null {
  const homes = foldersUp(folder).filter((place) => files.list(place).includes('package.json'));
  const workspace = homes.find((place) => {
    const manifest = readManifest(files, place);
    return manifest !== null && isWorkspaceRoot(files, place, manifest);
  });
  return workspace ?? homes[0] ?? onlyBelow(files, folder);
}

/** A repository whose one package stands in a folder of its own. */
function onlyBelow(files: Files, folder: string): string | null {
  const below = files.list(folder).filter((name) => name !== 'node_modules' && !name.startsWith('.'));
  const packages = below.map((name) => within(folder, name)).filter((place) => files.list(place).includes('package.json')); // prettier-ignore
  return packages.length === 1 ? (packages[0] ?? null) : null;
}

/** A folder of the repository and all above it, up to the top. */
export function foldersUp(folder: string): readonly string[] {
  return folder === '' ? [''] : [folder, ...foldersUp(folderOf(folder))];
}

const isWorkspaceRoot = (files: Files, place: string, { hasWorkspaces }: Manifest) =>
  hasWorkspaces || files.list(place).includes('pnpm-workspace.yaml');

/** The lock files in the order in which they count; npm's comes last, since it appears by mistake. */
const locks: readonly (readonly [file: string, name: PackageManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** What package.json says, else the nearest lock file on the way up, else npm. */
function nameOf(files: Files, home: string, { packageManager }: Manifest): PackageManagerName {
  const [, said = '', major = ''] = /^(npm|pnpm|yarn|bun)@\D{0,2}(\d+)/.exec(packageManager ?? '') ?? [];
  if (said === 'yarn') return Number(major) < 2 ? 'yarn-classic' : 'yarn';
  if (said === 'npm' || said === 'pnpm' || said === 'bun') return said;
  for (const place of foldersUp(home)) {
    const entries = files.list(place);
    const name = locks.find(([file]) => entries.includes(file))?.[1];
    if (name === 'yarn') return isClassic(files, place) ? 'yarn-classic' : 'yarn';
    if (name !== undefined) return name;
  }
  return 'npm';
}

const isClassic = (files: Files, place: string) =>
  !files.list(place).includes('.yarnrc.yml') && !/^__metadata:/m.test(files.read(within(place, 'yarn.lock')) ?? '');

/** Yarn's default unless `nodeLinker` says something else. */
function usesPlugAndPlay(files: Files, home: string): boolean {
  const said = foldersUp(home).flatMap(
    (place) => /^nodeLinker:\s*["']?([\w-]+)/m.exec(files.read(within(place, '.yarnrc.yml')) ?? '')?.[1] ?? [],
  );
  return (said[0] ?? 'pnp') === 'pnp';
}

/** What one types to add a package for development. */
export function addCommand({ name, home, isWorkspace }: PackageManager, what: string): string {
  const { add, addToWorkspace } = packageCommands[name];
  return `${home === '' ? '' : `cd ${home} && `}${isWorkspace ? addToWorkspace : add} ${what}`;
}
