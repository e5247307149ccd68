import { isIgnored, isMigration, matcher } from '../config/match.ts';
import type { Config } from '../config/types.ts';
import type { Classify } from '../files/git/changes.ts';

export type { Classify };

const classifiers = new WeakMap<Config, Classify>();

/** What the paths of a project are. */
export function classifierOf(project: Config): Classify {
  const known = classifiers.get(project);
  if (known) return known;
  const isSchema = matcher(project.schemaSources);
  const classify: Classify = (path) => {
    if (isMigration(project, path)) return 'migration';
    return isSchema(path) && !isIgnored(project, path) ? 'schema source' : null;
  };
  classifiers.set(project, classify);
  return classify;
}
