// What runs migrations, as the measuring scripts use it.
export { mergeConfigs } from '../src/config/merge.ts';
export { inWords } from '../src/trial/words.ts';
export { openEngine } from '../src/trial/open-engine.ts';
export { runTrials } from '../src/trial/run.ts';
export { choose } from '../src/trial/select.ts';
export { printDifferences } from '../src/trial/catalog/differences.ts';
export { wordsOf } from '../src/trial/data/changes.ts';
