import { rmSync } from 'node:fs';

/** Removes a file; one that is not there is removed already. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
}
