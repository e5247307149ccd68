import type { Store } from '../engine/store.ts';
import type { SourceFile } from '../types.ts';
import { digest } from './checkpoint.ts';
import type { Chain } from './chain.ts';
import type { Told } from './result.ts';
import type { Subject } from './subject.ts';

/** What runs of a chain have told, for the next run of all of it. */
export interface Remembered {
  /** What was told under a key, or null. */
  find(key: string): Told | null;
  add(key: string, told: Told): void;
  /** Keeps what was found and added since this was opened; the rest is forgotten. */
  keep(): void;
}

/** Raised when what is told changes. */
const format = 2;

/** What was told of a chain on an engine. */
export function rememberedOf({ framework, paths }: Chain, engine: string, store: Store): Remembered {
  const name = `results-${digest(JSON.stringify([format, framework, paths[0], engine])).slice(0, 32)}.json`;
  const before = parse(store.read(name));
  const now: Record<string, Told> = {};
  return {
    find(key) {
      const told = Object.hasOwn(before, key) ? (before[key] ?? null) : null;
      if (told) now[key] = told;
      return told;
    },
    add: (key, told) => void (now[key] = told),
    keep: () => store.write('results-', name, Buffer.from(JSON.stringify(now))),
  };
} // prettier-ignore

function parse(content: Uint8Array | null): Readonly<Record<string, Told>> {
  try {
    return JSON.parse(Buffer.from(content ?? []).toString()) as Readonly<Record<string, Told>>;
  } catch {
    return {};
  }
}

/** The key of what is told of a migration: all that decides on it. Null for what may do something else the next time. */
export function toldKey({ source, up, wayBack, findings }: Subject, chain: string, settings: readonly unknown[]): string | null {
  if (!up) return null;
  const sent = [up, wayBack].map((way) => way?.steps.map(({ sending, pieces }) => [sending, pieces.map(({ sql, range }) => [sql, range])]));
  const said = findings.map(({ rule, level, message }) => [rule, level, message]);
  return digest(JSON.stringify([chain, keyOf(source), sent, said, settings]));
} // prettier-ignore

const keyOf = ({ path, text }: SourceFile) => [path, text];
