import type { Engine } from '../engine/engine.ts';

type Open = (extensions: readonly string[], hasScripts: boolean) => Promise<Engine>;

/** Engines that serve several runs. */
export interface KeptEngines {
  /** The same way to open one, but each is opened once, and stays open. */
  opening(open: Open): Open;
  close(): Promise<void>;
}

/** Keeps engines until all of them are closed. */
export function keptEngines(): KeptEngines {
  const kept = new Map<string, Engine>();
  return {
    opening: (open) => async (extensions, hasScripts) => {
      const key = JSON.stringify([extensions, hasScripts]);
      const engine = kept.get(key) ?? (await open(extensions, hasScripts));
      kept.set(key, engine);
      return { ...engine, close: () => Promise.resolve() };
    },
    async close() {
      const all = [...kept.values()];
      kept.clear();
      for (const engine of all) await engine.close();
    },
  };
}
