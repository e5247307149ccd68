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
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError(
      `${path}: the package oxc-parser cannot be loaded here (${message}); install it again with npm`,
    );
  }
}
