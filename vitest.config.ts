import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/prepare.ts',
    testTimeout: 30_000,
    pool: 'threads',
    maxWorkers: '100%',
    // In GitHub Actions reports are written in another way: a test that wants that says so.
    env: { GITHUB_ACTIONS: '' },
  },
});
