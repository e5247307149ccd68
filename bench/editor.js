// What an editor runs, as the measuring scripts use it: bundled from the sources.
export { counted } from './counting-memory.js';
export { default as plugin } from '../src/eslint/index.ts';
export { startServer } from '../test/eslint/language-server.ts';
