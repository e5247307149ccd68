import { createRequire } from 'node:module';
import { notLoaded } from '../script-reader.ts';
import type { ScriptReader } from '../script/read-script.ts';

let reader: ScriptReader | null = null;

/** What reads TypeScript and JavaScript, loaded when the first such file comes; rules cannot wait for an `import`. */
export function loadScripts(path: string): ScriptReader {
  if (reader) return reader;
  try {
    ({ reader } = createRequire(import.meta.url)('./eslint-scripts.js') as typeof import('./scripts.ts'));
  } catch (error) {
    throw notLoaded(path, error);
  }
  return reader;
}
