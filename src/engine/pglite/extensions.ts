import { createRequire } from 'node:module';
import type { ExtensionModule } from './messages.ts';

/** Packages of their own, by what `CREATE EXTENSION` calls them. */
const packages: Readonly<Record<string, readonly [name: string, exported: string]>> = {
  vector: ['@electric-sql/pglite-pgvector', 'vector'],
  postgis: ['@electric-sql/pglite-postgis', 'postgis'],
  pgtap: ['@electric-sql/pglite-pgtap', 'pgtap'],
  pg_uuidv7: ['@electric-sql/pglite-pg_uuidv7', 'pg_uuidv7'],
  age: ['@electric-sql/pglite-age', 'age'],
  pg_ivm: ['@electric-sql/pglite-pg_ivm', 'pg_ivm'],
  pg_hashids: ['@electric-sql/pglite-pg_hashids', 'pg_hashids'],
  pg_textsearch: ['@electric-sql/pglite-pg_textsearch', 'pg_textsearch'],
};

/** The extension as PGlite's packages have it; null where none that is installed has it. `from`: the file to look from. */
export function findExtension(name: string, from: string): ExtensionModule | null {
  const exported = name.replaceAll('-', '_');
  const [file, key] = (Object.hasOwn(packages, name) ? packages[name] : null) ?? [`@electric-sql/pglite/contrib/${exported}`, exported];
  return /^\w+$/.test(exported) && isInstalled(file, from) ? { package: file, export: key } : null;
} // prettier-ignore

/** The package that would bring the extension, or null. */
export function packageOf(name: string): string | null {
  return Object.hasOwn(packages, name) ? (packages[name]?.[0] ?? null) : null;
}

/** Whether a package, or a file in it, can be loaded. */
export function isInstalled(name: string, from: string): boolean {
  try {
    createRequire(from).resolve(name);
    return true;
  } catch {
    return false;
  }
}
