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
    ...(data ? { loadDataDir: asBlob(data) } : {}),
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

/** PGlite wants all of a blob's bytes and its type alone; a real one gives 50 MB piece by piece, which takes a second. */
function asBlob(data: Uint8Array<ArrayBuffer>): Blob {
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  return Object.assign(new Blob([], { type: 'application/x-tar' }), { arrayBuffer: async () => bytes });
}
