import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Jiti } from 'jiti';

/** What a script exports, by name; what its default export holds as well. */
export type Exports = Readonly<Record<string, unknown>>;

/** Loads scripts and packages of one project. */
export interface Loader {
  /** Loads a script, with a text in place of what its file holds. */
  script(path: string, text: string | null): Promise<Exports>;
  package(name: string): Promise<unknown>;
  /** Where a package is, looked for from a file of the project, or from where another package is; null when it is not installed. */
  find(name: string, from?: string): string | null;
}

/** A loader for the project in a folder: TypeScript with all it has is understood, aliases of its tsconfig too. */
export async function projectLoader(root: string): Promise<Loader> {
  const { createJiti } = await import('jiti');
  const home = join(root, 'package.json');
  const settings = { interopDefault: false, fsCache: join(root, 'node_modules/.cache/farout-guard') };
  const jiti = withAliases(() => createJiti(home, { ...settings, tsconfigPaths: true })) ?? createJiti(home, settings);
  return {
    script: async (path, text) =>
      exportsOf(await (text === null ? jiti.import<object>(path) : evaluated(jiti, path, text))),
    package: async (name) => withoutDefault(await jiti.import<object>(name)),
    find: (name, from = home) => findPackage(jiti, name, from),
  };
}

async function evaluated(jiti: Jiti, filename: string, text: string): Promise<object> {
  // What needs no other form would be loaded from disk.
  return (await jiti.evalModule(text, { filename, async: true, forceTranspile: true })) as object;
}

/** A tsconfig may build upon one that is not there. */
function withAliases(create: () => Jiti): Jiti | null {
  try {
    return create();
  } catch {
    return null;
  }
}

function findPackage(jiti: Jiti, name: string, from: string): string | null {
  try {
    return createRequire(from).resolve(name);
  } catch {
    const url = jiti.esmResolve(name, { parentURL: from, try: true });
    return url === undefined ? null : fileURLToPath(url);
  }
}

/** `export default { up, down }`, `module.exports = …` and named exports come to the same. */
function exportsOf(module: object): Exports {
  const named = { ...module } as Exports;
  const whole = named['default'];
  const inner = typeof whole === 'object' && whole !== null ? (whole as Exports) : {};
  return { ...inner, ...named };
}

/** A package in CommonJS comes with what it exports as its default, and maybe with no more than that. */
function withoutDefault(module: object): unknown {
  const names = Object.keys(module).filter((name) => !['default', '__esModule', 'module.exports'].includes(name));
  return names.length === 0 && 'default' in module ? module.default : module;
}
