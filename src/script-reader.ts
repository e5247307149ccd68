import { isScript } from './config/defaults.ts';
import { UserError } from './errors.ts';
import type { ScriptReader } from './script/read-script.ts';

/** Loads what reads TypeScript and JavaScript when one of the files is such; else null. */
export async function loadScriptReader(paths: readonly string[]): Promise<ScriptReader | null> {
  const path = paths.find(isScript);
  if (path === undefined) return null;
  try {
    return (await import('./script/oxc-reader.ts')).reader;
  } catch (error) {
    throw notLoaded(path, error);
  }
}

/** What a person can do when the parser is not there. */
export function notLoaded(path: string, error: unknown): UserError {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  return new UserError(`${path}: the package oxc-parser cannot be loaded here (${message}); install it again with npm`);
}
