import type { Extension, MemoryFS, PGlite, PGliteOptions } from '@electric-sql/pglite';
import { createRequire } from 'node:module';
import { openImage, type FileSystem, type Image } from './image.ts';
import { loadPglite } from './load.ts';
import type { SetUp } from './messages.ts';

/** Small buffers start sooner. PGlite's own search path lacks the user's schema. */
const settings = ['-c', 'shared_buffers=1024', '-c', 'search_path="$user",public'];

/** Where PGlite has its data directory. */
export const dataFolder = '/pglite/data';

/** PGlite that has been started. */
export interface Started {
  readonly pglite: PGlite;
  close(): Promise<void>;
}

/** Starts PGlite. */
export async function startPglite({ image, extensions, from }: SetUp): Promise<Started> {
  const require = createRequire(from);
  const { package: found, program } = loadPglite(from);
  const { PGlite: Instance, MemoryFS } = found;
  const opened = image === null ? null : openImage(image);
  const options: PGliteOptions = {
    pgliteWasmModule: program,
    ...(opened ? { fs: holding(opened, new MemoryFS()) } : {}),
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
  const pglite = await Instance.create(options).catch((error: unknown) => {
    opened?.close();
    throw error;
  });
  return {
    pglite,
    async close() {
      await pglite.close();
      opened?.close();
    },
  };
}

/** The file system that PGlite has in memory. */
export function filesOf({ Module }: PGlite): FileSystem {
  return (Module as { readonly FS: unknown }).FS as FileSystem;
}

/** A file system that has the image's files when PGlite looks into it first. */
function holding(image: Image, memory: MemoryFS): MemoryFS {
  let pglite: PGlite | null = null;
  const init = memory.init.bind(memory);
  return Object.assign(memory, {
    init(instance: PGlite, options: Parameters<MemoryFS['init']>[1]) {
      pglite = instance;
      return init(instance, options);
    },
    async initialSyncFs() {
      if (pglite) image.mount(filesOf(pglite), dataFolder);
    },
  });
}
