import type { Drive } from '../engine/engine.ts';
import type { Recorder } from './recorder.ts';
import type { Exports } from './script.ts';

/** A migration framework that can be had run a script, or why it cannot. */
export type Framework =
  | { readonly kind: 'obstacle'; readonly obstacle: string }
  | {
      readonly kind: 'runs';
      /** What must be installed: of each group, one. The client of PostgreSQL that each brings along is led to the trial's database. */
      readonly packages: readonly (readonly string[])[];
      /** Why a script of this kind cannot be run here, or null. */
      readonly obstacle?: (given: Given) => string | null;
      /** Does with the script what the framework's own runner does, but for its tables of what has run. */
      run(given: Given): Promise<void>;
    };

/** What a framework is given to run a script. */
export interface Given extends Pick<Drive, 'path' | 'direction'>, Pick<Recorder, 'record' | 'line' | 'expect' | 'at'> {
  readonly exports: Exports;
  readonly connection: Settings;
  /** Loads a package from the project, as its scripts do. */
  readonly load: <Package>(name: string) => Promise<Package>;
  readonly has: (name: string) => boolean;
}

/** How the database is reached, as every client for PostgreSQL is told. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Empty: as the client finds it. */
  readonly password: string;
  readonly database: string;
}

type Entry = (...given: readonly unknown[]) => unknown;

/** What a script exports as a function in the direction; null where it exports none. */
export function entryOf({ exports, direction }: Given): Entry | null {
  const entry = exports[direction];
  // Scripts call their other functions by `this`.
  return typeof entry === 'function' ? (entry as Entry).bind(exports) : null;
}

/** As `entryOf`, for frameworks that do not go on without. */
export function mustEntryOf(given: Given): Entry {
  const entry = entryOf(given);
  if (!entry) throw new Error(`it exports no function \`${given.direction}\``);
  return entry;
}
