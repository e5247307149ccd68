import { basename, dirname, join } from 'node:path';
import type { FileConfig } from '../config/types.ts';
import { diskFiles } from '../files/disk.ts';
import { writeWhole } from '../files/write.ts';
import type { Linted } from '../report/reporter.ts';
import type { Files, Finding, SourceFile } from '../types.ts';
import { fingerprint, lookUp, traceOf, type Trace } from './trace.ts';

/** Verdicts of earlier runs by path. */
export interface Cache {
  has(path: string): boolean;
  /** The verdict on a file, or null unless all that it rests on is as it was. */
  find(source: SourceFile, config: FileConfig): Linted | null;
  keep(result: Linted, trace: Trace): void;
  /** Writes what is known; a `UserError` when that cannot be done. */
  save(): void;
}

/** Where a cache is and for what it holds good. */
export interface CacheSettings {
  /** Absolute path of its file. */
  readonly location: string;
  /** Absolute path of the project's root. */
  readonly root: string;
  /** Whatever else decides on a verdict: versions, flags. Another key empties the cache. */
  readonly key: string;
}

interface Entry {
  readonly trace: Trace;
  readonly findings: readonly Finding[];
}

type Entries = Readonly<Record<string, Entry>>;

/** Opens a cache; one that is missing, damaged or of another key is empty. */
export function openCache({ location, root, key }: CacheSettings): Cache {
  const files = diskFiles(root);
  const before = load(location, key);
  const entries = new Map(Object.entries(before));
  let changed = false;
  return {
    has: (path) => entries.has(path),
    find(source, config) {
      const entry = entries.get(source.path);
      if (!entry || !isSame(entry.trace, source, config, files)) return null;
      const { findings } = entry;
      return { kind: 'linted', path: source.path, text: findings.length > 0 ? source.text : '', findings };
    },
    keep({ path, findings }, trace) {
      entries.set(path, { trace, findings });
      changed = true;
    },
    save() {
      if (!changed) return;
      const isThere = presence(files);
      store(location, key, Object.fromEntries([...entries].filter(([path]) => isThere(path))));
    },
  };
}

function isSame(
  { text, config, neighbours }: Trace,
  source: SourceFile,
  fileConfig: FileConfig,
  files: Files,
): boolean {
  const now = traceOf(source, fileConfig, []);
  return (
    now.text === text &&
    now.config === config &&
    neighbours.every(({ kind, path, found }) => lookUp(files, kind, path) === found)
  );
}

/** Whether files are still there; each folder is looked at once. */
function presence(files: Files): (path: string) => boolean {
  const folders = new Map<string, ReadonlySet<string>>();
  return (path) => {
    const folder = dirname(path);
    const names = folders.get(folder) ?? new Set(files.list(folder));
    folders.set(folder, names);
    return names.has(basename(path));
  };
}

/** The first line holds the key and the fingerprint of the rest, so that a damaged file is known for one. */
function load(location: string, key: string): Entries {
  try {
    const text = diskFiles(dirname(location)).read(basename(location)) ?? '';
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    return text.slice(0, end) === headOf(key, body) ? (JSON.parse(body) as Entries) : {};
  } catch {
    return {};
  }
}

function store(location: string, key: string, entries: Entries): void {
  const body = JSON.stringify(entries);
  writeWhole(location, `${headOf(key, body)}\n${body}`);
}

const headOf = (key: string, body: string) => `${key} ${fingerprint(body)}`;

/** Where the cache of a project is when nobody says otherwise. */
export const cacheLocation = (root: string): string => join(root, 'node_modules/.cache/farout-guard/lint.json');
