import type { Drive } from '../engine/engine.ts';
import type { Exports } from './script.ts';

/** A migration framework that can be had run a script, or why it cannot. */
export type Framework =
  | { readonly kind: 'obstacle'; readonly obstacle: string }
  | {
      readonly kind: 'runs';
      /** What must be installed: of each group, one. The client of PostgreSQL that each brings along is led to the trial's database. */
      readonly packages: readonly (readonly string[])[];
      /** Does with the script what the framework's own runner does, but for its tables of what has run. */
      run(given: Given): Promise<void>;
    };

/** What a framework is given to run a script. */
export interface Given extends Pick<Drive, 'path' | 'direction'> {
  readonly exports: Exports;
  readonly source: string;
  readonly connection: Settings;
  /** Loads a package from the project, as its scripts do. */
  load<Package>(name: string): Promise<Package>;
  has(name: string): boolean;
  /** Runs what is the script's own: what is sent meanwhile is taken down. */
  record<Value>(run: () => Value | Promise<Value>): Promise<Value>;
  /** The line of the script, 1-based, that is being run, as far as the stack tells. */
  line(): number | null;
  /** Says where in the script a text came from that is sent later. */
  expect(sql: string, line: number | null): void;
  /** Has whatever is sent meanwhile, and by what follows from it, come from a line of the script. */
  at<Value>(line: number | null, run: () => Value): Value;
}

/** How the database is reached, as every client for PostgreSQL is told. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What a script exports as a function in the direction; null where it exports none. */
export function entryOf({ exports, direction }: Given): ((...given: readonly unknown[]) => unknown) | null {
  const entry = exports[direction];
  return typeof entry === 'function' ? (entry as (...given: readonly unknown[]) => unknown) : null;
}

/** As `entryOf`, for frameworks that do not go on without. */
export function mustEntryOf(given: Given): (...given: readonly unknown[]) => unknown {
  const entry = entryOf(given);
  if (!entry) throw new Error(`it exports no function \`${given.direction}\``);
  return entry;
}
