import { createRequire } from 'node:module';
import { UserError } from '../errors.ts';
import type { ScriptReader } from '../script/read-script.ts';

let reader: ScriptReader | null = null;

/** What reads TypeScript and JavaScript, loaded when the first such file comes; rules cannot wait for an `import`. */
export function loadScripts(path: string): ScriptReader {
  if (reader) return reader;
  try {
    ({ reader } = createRequire(import.meta.url)('./eslint-scripts.js') as typeof import('./scripts.ts'));
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError(`${path}: the package oxc-parser cannot be loaded here (${message}); install it again with npm`);
  }
  return reader;
} // prettier-ignore
