import { join } from 'node:path';
import { readText } from '../files/disk.ts';

/** The texts of `test.setup`: SQL as it is, and what stands in the files that it names. */
export function setupTexts(setup: readonly string[], root: string): readonly string[] {
  return setup.map((each) => (/^[^\s;]+\.sql$/i.test(each) ? readText(join(root, each), each) : each));
}
