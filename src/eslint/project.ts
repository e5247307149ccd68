import type { ESLint } from 'eslint';
import { loadConfigNow } from '../config/load-now.ts';
import { matcher } from '../config/match.ts';
import type { Settings } from '../config/types.ts';
import { headSign } from '../files/git/head-sign.ts';
import { pathBelow } from '../files/path-below.ts';
import { callerFolder } from './caller.ts';
import { type Entry, rulesFor, sqlEntry } from './configs.ts';
import { expectHistory } from './history.ts';
import type { ProjectOptions } from './options.ts';
import { classifierOf } from '../config/classify.ts';
import { surroundings } from './process.ts';

const name = 'farout-guard';

/**
 * ESLint's configuration of a project, from its farout-guard configuration: an array to spread, in which every rule has the files, the
 * severity and the options that it has on the command line and in the hook. Throws a `UserError` for what is wrong in it.
 */
export function projectConfig(plugin: ESLint.Plugin, { cwd = callerFolder() ?? surroundings.cwd(), config: file }: ProjectOptions): Entry[] {
  const config = loadConfigNow({ cwd, ...(file === undefined ? {} : { file }) });
  expectHistory({ root: config.root, baseBranch: config.baseBranch, project: config });
  const classify = classifierOf(config);
  const head = headSign(config.root);
  const path = (absolute: string) => pathBelow(config.root, absolute);
  const isJudged = (absolute: string) => classify(path(absolute)) !== null;
  const common = { plugins: { [name]: plugin }, settings: { [name]: { project: config, ...(head === null ? {} : { head }) } } };
  return [
    sqlEntry(plugin),
    { name: `${name}/project`, files: [isJudged as never], ...common, rules: rulesFor(config.rules) },
    ...config.overrides.flatMap(({ files, ...settings }, index) => {
      const isMeant = matcher(files);
      const only = (absolute: string) => isJudged(absolute) && isMeant(path(absolute));
      return overrideEntry(settings, { name: `${name}/project/overrides[${index}]`, files: [only as never] });
    }),
  ];
} // prettier-ignore

function overrideEntry({ rules }: Settings, entry: Entry): Entry[] {
  return rules ? [{ ...entry, rules: rulesFor(rules) }] : [];
}
