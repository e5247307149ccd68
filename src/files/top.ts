import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder, from the given one upwards, that holds a `.git`; null when none does. */
export function repositoryTop(folder: string): string | null {
  if (existsSync(join(folder, '.git'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : repositoryTop(parent);
}
