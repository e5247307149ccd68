import { isAside, isScript } from '../config/defaults.ts';
import type { Files, SourceFile } from '../types.ts';
import { pathsBefore } from './chain.ts';
import { detect } from './detect.ts';
import { folderOf } from './path.ts';

/** Whether a migration in SQL runs behind one that is a script. `adapter` is a name, or null to find it by path and text. */
export function isBehindScript(source: SourceFile, files: Files, adapter: string | null): boolean {
  const { path } = source;
  // Most folders hold SQL alone, and nothing else is asked of them.
  const hasScript = files.list(folderOf(path)).some((name) => isScript(name) && !isAside(name));
  if (!hasScript || isScript(path)) return false;
  return pathsBefore({ path, adapter: adapter ?? detect(source, files) }, files).some(isScript);
}
