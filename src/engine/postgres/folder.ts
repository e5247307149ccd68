import { spawn, spawnSync } from 'node:child_process';
import { cpSync, statSync } from 'node:fs';
import type { User } from './keeper.ts';

/** Copies a folder. Owners and modes stay: the server looks at them. */
export async function copyFolder(from: string, to: string): Promise<void> {
  const copying = spawn('cp', ['-a', from, to], { stdio: 'ignore' });
  const status = await new Promise<number | null>((resolve) => {
    copying.once('error', () => resolve(null));
    copying.once('exit', resolve);
  });
  if (status !== 0) cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

/** Gives a folder to a user. One that was kept may have come from another machine, as caches of CI do: there nobody's files are root's. */
export function own(folder: string, { uid, gid }: User): void {
  if (statSync(folder).uid === uid) return;
  spawnSync('chown', ['-R', `${uid}:${gid}`, folder]);
}
