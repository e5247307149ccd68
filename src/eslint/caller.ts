import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const own = dirname(fileURLToPath(import.meta.url)) + sep;

/**
 * The folder of the file that called us: of `eslint.config.js`, which need not be the one that ESLint was started in. Null where only packages
 * call, such as a configuration that several projects share.
 */
export function callerFolder(): string | null {
  const stackTraceLimit = Error.stackTraceLimit;
  const prepareStackTrace: unknown = Reflect.get(Error, 'prepareStackTrace');
  Error.stackTraceLimit = 30;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName());
  const { stack } = new Error('where') as { readonly stack?: unknown };
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  const files = Array.isArray(stack) ? stack.flatMap(pathOf) : [];
  const caller = files.find((path) => !path.startsWith(own));
  return caller === undefined || caller.includes(`${sep}node_modules${sep}`) ? null : dirname(caller);
}

function pathOf(name: unknown): readonly string[] {
  if (typeof name !== 'string' || name.startsWith('node:')) return [];
  const path = name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name;
  return path.includes(sep) ? [path] : [];
}
