import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { logPath } from '../approval/log-lines.ts';

/** Whether a project has a log of what was attempted. */
export function hasLog(root: string): boolean {
  return existsSync(join(root, logPath));
}
