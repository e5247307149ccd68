import process from 'node:process';
import type { Failure } from '../engine/database.ts';
import type { Drive, Driven } from '../engine/engine.ts';
import { readFailure } from '../engine/failure.ts';
import { leadClients, type PgPackage, type Target } from './clients.ts';
import type { Framework, Given } from './framework.ts';
import { frameworks } from './frameworks/index.ts';
import { pgCopies } from './pg-copies.ts';
import { recorderFor, type Recorder } from './recorder.ts';
import { projectLoader, type Exports, type Loader } from './script.ts';

/** Has the frameworks of a project run its scripts. */
export interface Driver {
  /** Loads what the framework needs; why it cannot run a script here, or null. */
  prepare(drive: Drive): Promise<string | null>;
  run(drive: Drive, target: Target): Promise<Driven>;
}

interface Prepared {
  readonly framework: Extract<Framework, { kind: 'runs' }>;
  readonly loader: Loader;
  readonly copies: readonly PgPackage[];
}

/** A driver that loads each project and framework once. */
export function scriptDriver(): Driver {
  const loaders = new Map<string, Promise<Loader>>();
  const ready = new Map<string, Promise<Prepared | string>>();
  const loaderOf = (root: string) => loaders.get(root) ?? kept(loaders, root, projectLoader(root));
  const preparedFor = ({ root, framework }: Drive) => {
    const key = `${framework} ${root}`;
    return ready.get(key) ?? kept(ready, key, loaderOf(root).then((loader) => prepare(framework, loader)).catch(unprepared(framework)));
  };
  return {
    async prepare(drive) {
      const prepared = await preparedFor(drive);
      return typeof prepared === 'string' ? prepared : null;
    },
    async run(drive, target) {
      const prepared = await preparedFor(drive);
      if (typeof prepared === 'string') return hindered(prepared);
      return runScript(prepared, drive, target);
    },
  };
} // prettier-ignore

function kept<Value>(all: Map<string, Value>, key: string, value: Value): Value {
  all.set(key, value);
  return value;
}

/** A project's own settings may be broken. */
const unprepared = (name: string) => (error: unknown) => `scripts of ${name} cannot be run here: ${messageOf(error)}`;

const hindered = (obstacle: string): Driven => ({ failure: null, sent: [], obstacle });

async function prepare(name: string, loader: Loader): Promise<Prepared | string> {
  const framework = Object.hasOwn(frameworks, name) ? frameworks[name] : undefined;
  if (!framework) return `scripts of ${name} cannot be run here`;
  if (framework.kind === 'obstacle') return framework.obstacle;
  const missing = framework.packages.find((names) => names.every((each) => loader.find(each) === null));
  if (missing) {
    const all = framework.packages.map(([first]) => first).join(' ');
    return `${missing[0]} is not installed here: npm install ${all}`;
  }
  const copies = await pgCopies(framework.packages.flat(), loader);
  return { framework, loader, copies };
}

async function runScript({ framework, loader, copies }: Prepared, drive: Drive, target: Target): Promise<Driven> {
  const recorder = recorderFor(drive.path);
  const restored = copies.map((copy) => leadClients(copy, target, recorder));
  const strays = watchStrays();
  try {
    const exports = await Promise.race([loader.script(drive.path, drive.text).catch(unloadable), strays.first]);
    if (typeof exports === 'string') return hindered(exports);
    const given = givenTo(drive, exports, { loader, target, recorder });
    const obstacle = framework.obstacle?.(given) ?? null;
    if (obstacle !== null) return hindered(obstacle);
    await Promise.race([framework.run(given), strays.first]);
    return { failure: null, sent: recorder.sent, obstacle: null };
  } catch (error) {
    return { failure: failureOf(error, recorder), sent: recorder.sent, obstacle: null };
  } finally {
    strays.stop();
    for (const restore of restored) restore();
  }
}

/** What keeps a script from being loaded says nothing about what it does to a database. */
const unloadable = (error: unknown): string => `it cannot be loaded here: ${messageOf(error)}`;

interface Parts {
  readonly loader: Loader;
  readonly target: Target;
  readonly recorder: Recorder;
}

function givenTo(drive: Drive, exports: Exports, { loader, target, recorder }: Parts): Given {
  return {
    path: drive.path,
    direction: drive.direction,
    exports,
    connection: target.connection,
    load: async <Package>(name: string) => (await loader.package(name)) as Package,
    has: (name) => loader.find(name) !== null,
    ...recorder,
  };
}

/** Errors that nobody waits for end the framework's own process; here they end the script. */
function watchStrays(): { readonly first: Promise<never>; stop(): void } {
  let fail: (error: unknown) => void = () => {};
  const first = new Promise<never>((_resolve, reject) => (fail = reject));
  first.catch(() => {});
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  return {
    first,
    stop() {
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}

/** Frameworks put PostgreSQL's errors into their own. */
function failureOf(error: unknown, recorder: Recorder): Failure {
  for (const each of causesOf(error)) {
    const found = readFailure(each, '');
    if (!found) continue;
    const refused = recorder.refused();
    return refused?.code === found.code ? refused : found;
  }
  return { kind: 'refused', code: '', message: messageOf(error) };
}

const causes = ['cause', 'driverError', 'original', 'parent', 'previous'] as const;

function causesOf(error: unknown, depth = 0): readonly unknown[] {
  if (typeof error !== 'object' || error === null || depth > causes.length) return [];
  const inner = causes.flatMap((name) => causesOf((error as Readonly<Record<string, unknown>>)[name], depth + 1));
  return [error, ...inner];
}

const longest = 500;

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n', 1)[0] ?? '').slice(0, longest);
}
