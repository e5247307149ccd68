import { isScript } from './config/defaults.ts';
import { UserError } from './errors.ts';
import { isBehindScript } from './migration/behind-script.ts';
import type { ScriptReader } from './script/read-script.ts';
import type { Files } from './types.ts';

/** What stands around files that are judged. */
export interface Around {
  readonly files: Files;
  /** The name that the configuration gives; null to find it by path and text. */
  readonly adapterOf: (path: string) => string | null;
}

/**
 * Loads what reads TypeScript and JavaScript when one of the files is such; else null. Where it is told what stands around them, also when one in SQL runs
 * behind a script.
 */
export async function loadScriptReader(
  paths: readonly string[],
  around: Around | null = null,
): Promise<ScriptReader | null> {
  const path = paths.find(isScript);
  if (path === undefined && !(around && paths.some((each) => isBehind(each, around)))) return null;
  try {
    return (await import('./script/oxc-reader.ts')).reader;
  } catch (error) {
    // SQL is judged without it: of what runs before nothing is known then.
    if (path === undefined) return null;
    throw notLoaded(path, error);
  }
}

function isBehind(path: string, { files, adapterOf }: Around): boolean {
  try {
    const source = { path, get text() { return files.read(path) ?? ''; } }; // prettier-ignore
    return isBehindScript(source, files, adapterOf(path));
  } catch (error) {
    // What cannot be read is told when it is judged.
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** What a person can do when the parser is not there. */
export function notLoaded(path: string, error: unknown): UserError {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return new UserError(`${path}: the package oxc-parser cannot be loaded here (${message}); install it again with npm`);
}
