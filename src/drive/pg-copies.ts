import type { PgPackage } from './clients.ts';
import type { Loader } from './script.ts';

/** Every copy of `pg` that the project or one of its packages would use. */
export async function pgCopies(packages: readonly string[], loader: Loader): Promise<readonly PgPackage[]> {
  const places = packages.flatMap((name) => loader.find(name) ?? []);
  const paths = [loader.find('pg'), ...places.map((place) => loader.find('pg', place))].filter((path) => path !== null);
  const copies = await Promise.all([...new Set(paths)].map((path) => loader.package(path)));
  return copies.filter(isPg);
}

function isPg(value: unknown): value is PgPackage {
  return typeof value === 'object' && value !== null && 'Client' in value && 'Connection' in value;
}
