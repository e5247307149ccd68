// The core as the measuring scripts use it: bundled from the sources, so that they can measure what the package does not export.
export { mergeConfigs } from '../src/config/merge.ts';
export { resolve } from '../src/config/resolve.ts';
export { diskFiles, readSource } from '../src/files/disk.ts';
export { lintSource } from '../src/lint.ts';
export { loadScriptReader } from '../src/script-reader.ts';
export { compare } from '../src/sql/second-opinion-compare.ts';
