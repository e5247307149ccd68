import type { Extension, PGlite, PGliteOptions } from '@electric-sql/pglite';
import { createRequire } from 'node:module';
import type { SetUp } from './messages.ts';

type Package = typeof import('@electric-sql/pglite');

/** Small buffers start sooner. PGlite's own search path lacks the user's schema. */
const settings = ['-c', 'shared_buffers=1024', '-c', 'search_path="$user",public'];

/** Starts PGlite. */
export async function startPglite({ data, extensions, from }: SetUp): Promise<PGlite> {
  const require = createRequire(from);
  const { PGlite: Instance } = require('@electric-sql/pglite') as Package;
  const options: PGliteOptions = {
    ...(data ? { loadDataDir: new Blob([data]) } : {}),
    extensions: Object.fromEntries(
      extensions.map((each) => [
        each.export,
        (require(each.package) as Readonly<Record<string, Extension>>)[each.export] as Extension,
      ]),
    ),
    startParams: [...Instance.defaultStartParams, ...settings],
    // Small segments keep copies small.
    initDbStartParams: ['--wal-segsize=1'],
  };
  return Instance.create(options);
}
