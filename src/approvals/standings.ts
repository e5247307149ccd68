import { fingerprintOf } from '../approval/fingerprint.ts';
import { permissionsIn, type Permissions, type Recorded } from '../approval/permissions.ts';
import { standingOf, type Standing } from '../approval/standing.ts';
import { loadConfig } from '../config/load.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { approvalFacts } from '../files/approval-facts.ts';
import { diskFiles, readSource } from '../files/disk.ts';
import { gitFor } from '../files/git/repository.ts';
import { lintSource } from '../lint.ts';
import { timeOf, type Process } from '../process.ts';
import { loadScriptReader } from '../script-reader.ts';
import type { Files, SourceFile } from '../types.ts';

/** An approval on record and how it stands. */
export interface Stood {
  readonly recorded: Recorded;
  readonly standing: Standing;
}

/** All approvals on record of a project as they are on disk. */
export interface Standings {
  readonly config: Config;
  readonly permissions: Permissions;
  readonly all: readonly Stood[];
}

/** Looks at all approvals of the project around the working folder, and at the migrations that they name. */
export async function standings(configFile: string | null, process: Process): Promise<Standings> {
  const cwd = process.cwd();
  const config = await loadConfig({ cwd, ...(configFile === null ? {} : { file: configFile }) });
  const { root, approvals } = config;
  const files = diskFiles(root);
  const git = await gitFor(cwd, process.env);
  const facts = approvalFacts(files, { root, settings: approvals, git, onDisk: true, now: timeOf(process).getTime() });
  const permissions = permissionsIn(files, approvals, facts);
  const paths = [...new Set(permissions.records.map(({ record }) => record.file))];
  const scripts = await loadScriptReader(paths, { files, adapterOf: (path) => resolve(config, path).adapter });
  const meant = new Map(paths.map((path) => [path, meantIn(path, { files, config, scripts })]));
  const isUsed = ({ record }: Recorded) => meant.get(record.file)?.has(`${record.rule} ${record.fingerprint}`) ?? false;
  const used = new Set(permissions.records.filter(isUsed).map(({ record }) => record.id));
  const all = permissions.records.map((recorded) => ({ recorded, standing: standingOf(recorded, used, facts.now, permissions) }));
  return { config, permissions, all };
} // prettier-ignore

interface Around {
  readonly files: Files;
  readonly config: Config;
  readonly scripts: Awaited<ReturnType<typeof loadScriptReader>>;
}

/** What approvals of a migration may be given for: each of its findings of level 3. A migration that is not there has none. */
function meantIn(path: string, { files, config, scripts }: Around): ReadonlySet<string> {
  const source = sourceOf(path, config.root);
  if (!source) return new Set();
  const { migration, findings } = lintSource(source, files, resolve(config, path), { scripts });
  return new Set(findings.filter(({ level }) => level === 3).map((finding) => `${finding.rule} ${fingerprintOf(finding, migration)}`));
} // prettier-ignore

function sourceOf(path: string, root: string): SourceFile | null {
  try {
    return readSource(root, path);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
