import { createRequire } from 'node:module';
import type { ESLint, Linter } from 'eslint';
import type { FaroutGuardPlugin } from '../../src/eslint/index.ts';

interface Api {
  readonly ESLint: typeof ESLint;
  readonly Linter: typeof Linter;
}

const require = createRequire(import.meta.url);

/** The ESLint that the plugin must work with: the oldest, the last of version 9 and the newest. */
export const eslints: readonly (readonly [version: string, api: Api])[] = ['eslint-9-15', 'eslint-9', 'eslint'].map(
  (name) => [(require(`${name}/package.json`) as { version: string }).version, require(name) as Api],
);

/** The plugin as it is built; `require()` gives it as `import` does. */
export const plugin = require('../../dist/eslint.js') as FaroutGuardPlugin;

/** The parser of typescript-eslint. */
export const typescript = require('@typescript-eslint/parser') as Linter.Parser;
