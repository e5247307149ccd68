import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';
import { folder } from './repository.ts';

/** A program in which SIGPIPE ends the process, as in the ESLint server of VS Code, asks a git that is gone at once. */
const program = (path: string) => `
  import { gitIn } from ${JSON.stringify(fileURLToPath(new URL('../../src/files/git/git.ts', import.meta.url)))};
  const nothing = () => {};
  process.on('SIGPIPE', nothing).off('SIGPIPE', nothing);
  const git = gitIn('/', { PATH: ${JSON.stringify(path)} });
  for (let round = 0; round < 200; round += 1) await git.ask(['status']);
  console.log('asked');`;

it.skipIf(process.platform === 'win32')('git that ends early does not take the process with it', () => {
  const root = folder();
  symlinkSync('/bin/true', join(root, 'git'));
  const [source, built] = [join(root, 'program.js'), join(root, 'program.mjs')];
  writeFileSync(source, program(root));
  buildSync({ entryPoints: [source], outfile: built, bundle: true, platform: 'node', format: 'esm' });
  const { status, signal, stdout } = spawnSync(process.execPath, [built], { encoding: 'utf8' });
  expect({ status, signal, stdout }).toEqual({ status: 0, signal: null, stdout: 'asked\n' });
});
