import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { resolve } = createRequire(import.meta.url);

export const node = process.execPath;
export const guard = join(root, 'dist/cli.js');
/** As npm users run it. */
export const squawkScript = join(root, 'node_modules/.bin/squawk');
/** Without the Node process around it. */
export const squawkBinary = resolve(`@squawk-cli/${process.platform}-${process.arch}/bin/squawk`);
