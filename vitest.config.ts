import { availableParallelism, totalmem } from 'node:os';
import { defineConfig } from 'vitest/config';

/** In bytes: what a worker may come to need, with the programs that its tests start. */
const ofWorker = 1.5e9;

const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/prepare.ts',
    testTimeout: 60_000,
    pool: 'threads',
    maxWorkers: Math.max(1, Math.min(availableParallelism(), Math.floor(memory / ofWorker))),
    // In GitHub Actions reports are written in another way: a test that wants that says so.
    env: { GITHUB_ACTIONS: '' },
  },
});
