// Runs after `npm ci` and `npm install` here, and where npm installs this repository from git: builds the program, sets the hooks up.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const { npm_execpath, npm_config_global, CI } = process.env;
const isGlobal = npm_config_global === 'true';
const isComplete = () => existsSync('node_modules/esbuild');

// With --global, as pre-commit and prek call it, npm brings no development dependencies into its clone of this repository.
if (isGlobal && !isComplete()) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_config_(global|location|prefix)$/i.test(name),
  );
  const options = { env: Object.fromEntries(inherited), stdio: ['ignore', 2, 2] };
  spawnSync(process.execPath, [npm_execpath, 'ci', '--include=dev', '--ignore-scripts'], options);
}

// With --omit=dev there is nothing to build with, and nobody to commit.
if (isComplete()) {
  await import('../esbuild.config.js');
  const { default: husky } = await import('husky');
  if (!CI && !isGlobal) process.stderr.write(husky());
} else if (isGlobal) {
  console.error('farout-guard: the development dependencies could not be installed, so nothing is built');
  process.exitCode = 1;
}
