import { resolve } from 'node:path';
import { isMigration } from '../config/match.ts';
import { loadConfig } from '../config/load.ts';
import type { PresetName } from '../config/presets.ts';
import { discover } from '../files/discover.ts';
import { placeAt } from '../files/place.ts';
import { within } from '../migration/path.ts';
import type { HookManager } from '../project/hook-managers.ts';
import { addCommand } from '../project/package-manager.ts';
import { activationOf, isTakenOver, type Activation } from './activate.ts';
import { configurationWishes, migrationFolders } from './configuration.ts';
import { planEditor } from './editor.ts';
import { chooseManager, hookWishes } from './hooks.ts';
import { isForeign } from './husky.ts';
import { paperWishes } from './papers.ts';
import { pipelineWishes } from './pipeline.ts';
import { decide, isChange, type Step } from './steps.ts';
import type { Host, Survey } from './survey.ts';
import { templateWishes } from './templates.ts';
import { yamlParser } from './yaml-edit.ts';

/** What one asks of `init`. */
export interface Wanted {
  /** Null for `recommended`. */
  readonly preset: PresetName | null;
  /** Null for the one that is found. */
  readonly ci: Host | null;
}

/** All that `init` would do. */
export interface Plan {
  readonly manager: HookManager;
  readonly folders: readonly string[];
  readonly hasMigrations: boolean;
  readonly steps: readonly Step[];
  /** What makes git call the hooks, when it does not yet. */
  readonly activation: Activation | null;
  /** What to install, as one types it, or null. */
  readonly install: string | null;
  /** Whether the hook finds the program already. */
  readonly isInstalled: boolean;
  /** What is left to a person before commits are guarded. */
  readonly open: readonly string[];
  /** What a person should know besides. */
  readonly notes: readonly string[];
}

/** Plans all that is to be done in a repository; changes nothing. */
export async function plan(known: Survey, { preset, ci }: Wanted): Promise<Plan> {
  const parse = await yamlParser();
  const manager = chooseManager(known);
  const folders = await foldersOf(known);
  const host = ci ?? known.host;
  const hooks = hookWishes(manager, known, parse);
  const look = (path: string) => placeAt(resolve(known.top, path), known.writable);
  const editor = await planEditor(known, look);
  const wishes = [
    ...configurationWishes(preset ?? 'recommended', folders, known),
    ...hooks,
    ...templateWishes(known, folders),
    ...paperWishes(ci === 'none' ? known.host : host, known.files),
    ...pipelineWishes(host, known, parse),
    ...editor.wishes,
  ];
  const steps = decide(wishes, look);
  const isChanged = steps.some((step) => isChange(step) && hooks.some(({ path }) => path === step.path));
  const activation = activationOf(manager, isChanged, known);
  const isBlocked = activation?.program === 'git' && isTakenOver(known.hooks);
  const takenOver = `git takes its hooks from ${known.hooks.path}, as your own configuration says. Put a call of ${activation?.words} behind that, or run it yourself`;
  return {
    manager,
    folders,
    hasMigrations: known.frameworks.some(({ amount }) => amount > 0),
    steps,
    activation: isBlocked ? null : activation,
    install: installCommand(manager, known),
    isInstalled: isInstalled(known),
    open: [...steps.flatMap(({ open }) => open ?? []), ...(isBlocked ? [takenOver] : [])],
    notes: [...notesOf(manager, known, preset), ...editor.notes],
  };
}

async function foldersOf({ top, config, frameworks }: Survey): Promise<readonly string[]> {
  const loaded = await loadConfig({ cwd: top });
  const { files } = await discover([], loaded, top);
  if (config === null) return migrationFolders(frameworks, files);
  return migrationFolders(frameworks.filter(({ folder, language }) => isMigration(loaded, `${folder}/x.${language}`)), []); // prettier-ignore
}

function installCommand(manager: HookManager, { packages }: Survey): string | null {
  if (packages === null) return null;
  const { manifest } = packages;
  const tools = ['farout-guard', ...(manager.kind === 'husky' ? ['husky'] : [])];
  const missing = tools.filter((tool) => !manifest.dependencies.includes(tool));
  if (missing.length === 0) return null;
  return addCommand(packages, missing.join(' '));
}

function isInstalled({ packages, files }: Survey): boolean {
  if (packages === null) return true;
  if (packages.isPlugAndPlay) return packages.manifest.dependencies.includes('farout-guard');
  return files.list(within(packages.home, 'node_modules/farout-guard')).includes('hooks');
}

/** What `farout-guard test` runs migrations on where no server is. */
const embedded = '@electric-sql/pglite';

function notesOf(
  manager: HookManager,
  { packages, managers, config }: Survey,
  preset: PresetName | null,
): readonly string[] {
  const others = managers.filter(({ kind }) => kind !== manager.kind).map(({ kind }) => kind);
  return [
    ...(others.length > 0 ? [`There is also ${others.join(' and ')}: git runs the hooks of one manager only, now ${manager.kind}.`] : []),
    ...(manager.kind === 'husky' && packages && isForeign(packages) ? ['Yarn runs no "prepare", and "postinstall" would also run where this package is installed: set up husky in clones yourself (https://typicode.github.io/husky).'] : []),
    ...(config !== null && preset !== null ? [`${config} stays as it is: write "extends": "${preset}" into it if that is what you want.`] : []),
    ...(packages !== null && !packages.manifest.dependencies.includes(embedded) ? [`To run migrations before anyone deploys them, add an embedded PostgreSQL (27 MB): ${addCommand(packages, embedded)}, then farout-guard test.`] : []),
    ...(config?.includes('/') ? [`${config} holds in its folder only; git runs the hook at the top, with the configuration there.`] : []),
  ]; // prettier-ignore
}
