import { isIgnored, isMigration, matcher } from './match.ts';
import type { Config } from './types.ts';
import type { Classify } from '../files/git/changes.ts';

const classifiers = new WeakMap<Config, Classify>();

/** Tells what the paths of a project are to the rules. */
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
