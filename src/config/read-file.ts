import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { ask, type Asking } from '../asking.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/disk.ts';
import { toolName } from './find.ts';
import { looksLikeJson, parseJsonc } from './jsonc.ts';
import { nameOf, toPlain } from './plain.ts';
import { configError, type Key } from './problem.ts';

/** The value that a configuration file holds: plain data, not yet checked. `keys` is where it stands in the file. */
export interface ConfigFile {
  readonly path: string;
  /** The file as messages name it. */
  readonly name: string;
  readonly keys: readonly Key[];
  readonly value: object;
}

const largest = 16_000_000;
const patience = 10_000;

/** Reads a configuration file; every fault of it is a `UserError` that names it. An empty file is an empty configuration. */
export function* readConfigFile(path: string, name: string): Asking<ConfigFile> {
  const keys = basename(path) === 'package.json' ? [toolName] : [];
  const value = copy(yield* readValue(path, name), path, name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw configError(name, `must be an object such as { "extends": "recommended" }, not ${nameOf(value)}`, { keys });
  }
  return { path, name, keys, value };
}

/** A script may export what throws when it is looked at. */
const copy = (value: unknown, path: string, name: string) => attempt(() => toPlain(name, value), path, name);

function attempt(act: () => unknown, path: string, name: string): unknown {
  try {
    return act();
  } catch (error) {
    throw faultOf(error, path, name);
  }
}

function* readValue(path: string, name: string): Asking<unknown> {
  const extension = extname(path);
  if (/^\.[cm]?[jt]s$/.test(extension)) return yield* readModule(path, name);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largest) {
    throw configError(name, 'too large for a configuration');
  }
  const text = readText(path, name);
  if (basename(path) === 'package.json') return readKey(text, name);
  if (extension === '.json' || extension === '.jsonc') return readJson(text, name);
  if (extension === '.yaml' || extension === '.yml') return yield* readYaml(text, path, name);
  return yield* looksLikeJson(text) ? readEither(text, path, name) : readYaml(text, path, name);
}

function readKey(text: string, name: string): unknown {
  const manifest = toPlain(name, readJson(text, name)) as Readonly<Record<string, unknown>> | null;
  if (manifest !== null && Object.hasOwn(manifest, toolName)) return manifest[toolName];
  throw configError(name, `has no key "${toolName}"`);
}

function readJson(text: string, name: string): unknown {
  const parsed = parseJsonc(text);
  if ('problem' in parsed) throw configError(name, parsed.problem, { line: parsed.line });
  return parsed.value === undefined ? {} : parsed.value;
}

/** A file without extension that begins with `{`: JSON, or YAML's way to write an object in one line. */
function* readEither(text: string, path: string, name: string): Asking<unknown> {
  try {
    return readJson(text, name);
  } catch (error) {
    try {
      return yield* readYaml(text, path, name);
    } catch {
      throw error;
    }
  }
}

type YamlReader = (path: string, text: string) => unknown;

const yamlReader = {
  now: () => (createRequire(import.meta.url)('cosmiconfig') as typeof import('cosmiconfig')).defaultLoaders['.yaml'],
  later: async (): Promise<YamlReader> => (await import('cosmiconfig')).defaultLoaders['.yaml'],
};

function* readYaml(text: string, path: string, name: string): Asking<unknown> {
  const read: YamlReader = yield* ask(yamlReader);
  try {
    return read(path, text) ?? {};
  } catch (error) {
    const { reason, mark } = error as { reason?: string; mark?: { line?: number } };
    const line = mark?.line === undefined ? undefined : mark.line + 1;
    throw configError(name, reason ?? String(error), { line, cause: error });
  }
}

function* readModule(path: string, name: string): Asking<unknown> {
  const value = yield* ask({
    now: () => attempt(() => requireDefault(path), path, name),
    later: () =>
      within(patience, name, importDefault(path)).catch((error: unknown) => {
        throw faultOf(error, path, name);
      }),
  });
  if (value === undefined) throw configError(name, 'exports nothing; write: export default { … }');
  if (typeof value === 'function') throw configError(name, 'exports a function; export the object itself');
  return value;
}

/** Not through cosmiconfig: where `import` fails it tries `require`, whose error then hides the real one. */
async function importDefault(path: string): Promise<unknown> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { readonly default?: unknown };
  return module.default;
}

/** What `import` gives as default, for those who cannot wait. */
function requireDefault(path: string): unknown {
  const module: unknown = createRequire(path)(path);
  return types.isModuleNamespaceObject(module) ? (module as { readonly default?: unknown }).default : module;
}

/** A promise that never settles would let Node end with exit code 0. */
async function within<Value>(milliseconds: number, name: string, promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const seconds = milliseconds / 1000;
    timer = setTimeout(() => reject(configError(name, `has not finished after ${seconds} seconds`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function faultOf(error: unknown, path: string, name: string): UserError {
  if (error instanceof UserError) return error;
  return configError(name, reasonOf(error), { line: lineOf(error, path), cause: error });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `throws ${typeof error === 'string' ? error : nameOf(error)}`;
  if ('code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION') {
    return 'Node.js reads TypeScript from version 22.18 on; rename the file to .mjs, or write it as JSON';
  }
  if ('code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE') {
    return 'ESLint cannot wait for the `await` at its top level; write it without one';
  }
  return error.message;
}

function lineOf(error: unknown, path: string): number | undefined {
  const trace = error instanceof Error ? (error.stack ?? '') : '';
  const after = trace.slice(trace.indexOf(basename(path)) + basename(path).length);
  const line = trace.includes(basename(path)) ? /^:(\d+)/.exec(after)?.[1] : undefined;
  return line === undefined ? undefined : Number(line);
}
