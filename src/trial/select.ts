import { relative, resolve } from 'node:path';
import { isScript } from '../config/defaults.ts';
import { classifierOf } from '../config/classify.ts';
import { matcher } from '../config/match.ts';
import { resolve as configFor } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { diskFiles } from '../files/disk.ts';
import { discover } from '../files/discover.ts';
import type { Wanted } from '../files/git/selection.ts';
import { toPath } from '../files/path.ts';
import { detect } from '../migration/detect.ts';
import { adapterNamed, read } from '../migration/read.ts';
import { ofVersion } from '../migration/versions.ts';
import type { Process } from '../process.ts';
import { loadScriptReader } from '../script-reader.ts';
import type { Changes, Files } from '../types.ts';
import { chainOf, type Chain } from './chain.ts';
import type { Surroundings } from './subject.ts';

/** Migrations to try, by chain, and the files that they are read from. */
export interface Chosen {
  readonly groups: readonly { readonly chain: Chain; readonly paths: ReadonlySet<string> }[];
  readonly around: Omit<Surroundings, 'stubs'>;
  /** Migrations that no run of their tool would reach: in words. */
  readonly strangers: readonly { readonly path: string; readonly reason: string }[];
}

/** What to choose. */
export interface Choice {
  readonly patterns: readonly string[];
  /** A change; null for the files as they are on disk. */
  readonly wanted: Wanted | null;
  /** Whether all migrations of the chains are tried. */
  readonly chain: boolean;
}

/** Chooses the migrations to try. */
export async function choose(choice: Choice, config: Config, process: Process): Promise<Chosen> {
  const { paths, files, changes } = choice.wanted
    ? await changed(choice.wanted, choice.patterns, config, process)
    : { ...(await named(choice.patterns, config, process.cwd())), changes: null };
  const scripts = await loadScriptReader(paths, { files, adapterOf: (path) => configFor(config, path).adapter });
  const around = { config, files, changes, scripts };
  const groups = new Map<string, { chain: Chain; paths: Set<string> }>();
  const strangers: Chosen['strangers'][number][] = [];
  const counts = (path: string) => classifierOf(config)(path) === 'migration';
  for (const path of paths) {
    const { chain, ups } = placeOf(path, around, counts);
    const known = ups.filter((up) => chain.paths.includes(up));
    if (known.length === 0) {
      strangers.push({ path, reason: `${chain.framework} does not run it: no journal names it, or it is the way back of nothing` });
      continue;
    }
    const key = `${chain.framework} ${chain.paths[0] ?? ''}`;
    const group = groups.get(key) ?? { chain, paths: new Set(choice.chain ? chain.paths : []) };
    for (const up of known) group.paths.add(up);
    groups.set(key, group);
  }
  return { groups: [...groups.values()], around, strangers };
} // prettier-ignore

/** The chain that a migration belongs to; a way back stands for what it undoes. */
function placeOf(path: string, around: Chosen['around'], counts: (path: string) => boolean) {
  const { files } = around;
  const { adapter, isBack } = kindOf(path, around);
  const ups = isBack ? undoneBy(path, adapter, files) : [path];
  return { chain: chainOf(ups[0] ?? path, adapter, files, counts), ups };
}

/** Of SQL the name and the folder tell; what is in it is read when it is tried. */
function kindOf(path: string, { config, files, scripts }: Chosen['around']) {
  const { adapter: set, postgres } = configFor(config, path);
  const source = { path, text: files.read(path) ?? '' };
  if (isScript(path)) {
    const { adapter, undo } = read(source, files, { adapter: set, postgres, scripts });
    return { adapter, isBack: undo.kind === 'itself' };
  }
  const adapter = set ?? detect(source, files);
  return { adapter, isBack: adapterNamed(adapter).identify(path, files).direction === 'down' };
}

function undoneBy(path: string, framework: string, files: Files): readonly string[] {
  const adapter = adapterNamed(framework);
  if (adapter.identify(path, files).unit === 'file') return ofVersion(path, 'up', adapter, files);
  return [path.replace(/down(\.\w+)$/, 'up$1'), path.replace(/down(\.\w+)$/, 'migration$1')].filter((up) => files.read(up) !== null);
} // prettier-ignore

async function named(patterns: readonly string[], config: Config, cwd: string) {
  const { files: paths, unmatched } = await discover(patterns, config, cwd);
  if (unmatched.length > 0) throw new UserError(`no migration matches ${unmatched.slice(0, 4).join(', ')}`);
  return { paths, files: diskFiles(config.root) };
}

async function changed(wanted: Wanted, patterns: readonly string[], config: Config, process: Process) {
  const { openSelection } = await import('../files/git/open-selection.ts');
  const cwd = process.cwd();
  const classify = classifierOf(config);
  const asked = patterns.map((pattern) => toPath(relative(config.root, resolve(cwd, pattern))));
  const isAsked = asked.length === 0 ? () => true : matcher(asked);
  const selection = await openSelection(wanted, {
    cwd,
    env: process.env,
    root: config.root,
    config: config.path,
    baseBranch: config.baseBranch,
    classify: (path) => (isAsked(path) ? classify(path) : null),
    meanwhile() {},
  });
  const paths = selection.sources.filter(({ subject = 'migration' }) => subject === 'migration').map(({ path }) => path);
  return { paths, files: selection.files, changes: selection.changes as Changes | null };
} // prettier-ignore
