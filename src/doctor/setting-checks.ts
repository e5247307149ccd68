import { relative } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { isScript } from '../config/defaults.ts';
import { isMigration } from '../config/match.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { discover } from '../files/discover.ts';
import { toPath } from '../files/path.ts';
import type { Survey } from '../init/survey.ts';
import { folderOf, within } from '../migration/path.ts';
import { manifest } from '../package.ts';
import type { Process } from '../process.ts';
import { readManifest } from '../project/manifest.ts';
import { amount } from '../report/tally.ts';
import { failure, good, warning, type Check } from './check.ts';

/** The versions of what takes part. */
export async function checkVersions({ git, packages, files }: Survey, { version }: Process): Promise<readonly Check[]> {
  const found = await git.ask(['--version']);
  const title = 'versions';
  const words = `${found ?? 'git of an unknown version'}, Node.js ${version.slice(1)}, farout-guard ${manifest.version}`;
  const installed = readManifest(files, within(packages?.home ?? '', 'node_modules/farout-guard'))?.keys['version'];
  if (typeof installed === 'string' && installed !== manifest.version)
    return [
      warning(
        title,
        `${words}, but the project has farout-guard ${installed}, which its hooks run`,
        'Run the doctor of the project: npx farout-guard doctor',
      ),
    ];
  return [good(title, words)];
}

/** What the examination goes on with. */
export interface Settings {
  readonly checks: readonly Check[];
  /** Null when it cannot be loaded. */
  readonly config: Config | null;
  /** A path for a migration, from the configuration's root, that the configuration matches; null when there is none. */
  readonly place: string | null;
  /** Paths of migrations, from the configuration's root, one in SQL and, where there are scripts, one in their language. */
  readonly samples: readonly string[];
}

/** Whether the configuration loads, and what it matches. */
export async function checkSettings({ frameworks, top }: Survey, process: Process): Promise<Settings> {
  const cwd = process.cwd();
  try {
    const config = await loadConfig({ cwd });
    const loaded = good('configuration', config.path ?? 'none: the preset recommended holds');
    const { files } = await discover([], config, cwd);
    const folders = frameworks.map(({ folder }) => toPath(relative(config.root, `${top}/${folder}`)));
    const place = placeFor(config, files, folders, extensions);
    return { checks: [loaded, migrationsFound(files)], config, place, samples: samplesFor(config, files, folders) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const remedy = 'Mend it: until then every commit is stopped with exit code 2.';
    return { checks: [failure('configuration', error.message, remedy)], config: null, place: null, samples: [] };
  }
}

function migrationsFound(files: readonly string[]): Check {
  const title = 'migrations';
  const newest = files.at(-1);
  if (newest !== undefined) return good(title, `${amount(files.length, 'file')}, such as ${newest}`);
  const remedy = 'If there are migrations, name their folder in the configuration: "migrations": ["db/migrations"]';
  return warning(title, 'no file matches the configuration yet', remedy);
}

const extensions = ['sql', 'ts', 'js', 'mts', 'mjs', 'cts', 'cjs'];

/** A name that sorts last, in the folder of a migration that is there, else where the framework will put the first. */
function placeFor(
  config: Config,
  files: readonly string[],
  folders: readonly string[],
  languages: readonly string[],
): string | null {
  const beside = [...new Set([...files].reverse().map(folderOf))];
  const candidates = languages.flatMap((extension) =>
    [...beside, ...folders, 'migrations', 'db/migrations', ''].map((folder) =>
      within(folder, `99991231235959_farout_guard_doctor.${extension}`),
    ),
  );
  return candidates.find((path) => isMigration(config, path)) ?? null;
}

/** Of SQL, and of scripts where there are some: a migration that could come, else the newest that is there. */
function samplesFor(config: Config, files: readonly string[], folders: readonly string[]): readonly string[] {
  const sql = files.filter((path) => !isScript(path));
  const script = files.findLast(isScript);
  const ofSql = placeFor(config, sql, folders, ['sql']) ?? sql.at(-1);
  if (script === undefined) return ofSql === undefined ? [] : [ofSql];
  const ofScripts = placeFor(config, [script], [], [script.slice(script.lastIndexOf('.') + 1)]) ?? script;
  return ofSql === undefined ? [ofScripts] : [ofSql, ofScripts];
}
