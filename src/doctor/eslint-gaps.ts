import { rules } from '../../rules/index.ts';
import { isScript } from '../config/defaults.ts';
import { resolve } from '../config/resolve.ts';
import type { Config } from '../config/types.ts';
import { eslintLines } from '../init/eslint-config.ts';
import { folderOf } from '../migration/path.ts';
import type { Applied } from './eslint-answer.ts';

/** How ESLint is set for one migration. */
export interface Seen {
  /** From the configuration's root. */
  readonly path: string;
  /** Our configuration. */
  readonly config: Config;
  readonly applied: Applied;
  /** ESLint's configuration, from the repository's top, with its text. */
  readonly eslint: { readonly path: string; readonly text: string };
}

/** Where ESLint sees less than the hook, and what to do. */
export interface Gap {
  readonly detail: string;
  readonly remedy: string;
}

type Configured = Applied & { readonly kind: 'configured' };

/** The first gap between what ESLint sees in a migration and what the hook sees; null when there is none. */
export function gapIn(seen: Seen): Gap | null {
  const { applied, eslint, path } = seen;
  if (applied.kind === 'ignored') return /no matching config/i.test(applied.reason) ? missing(seen) : ignored(seen, applied.reason); // prettier-ignore
  if (applied.ours.length === 0) return missing(seen);
  if (!isScript(path) && !applied.isSql) return { detail: `${eslint.path} gives ${kindOf(path)} to another language than farout-guard/sql`, remedy: last }; // prettier-ignore
  const weak = weakIn(seen, applied);
  if (weak.length > 0) return { detail: `${eslint.path} is weaker for ${kindOf(path)} than the configuration: ${some(weak)}`, remedy: last }; // prettier-ignore
  return applied.isJavaScript && /\.[cm]?ts$/i.test(path) ? unparsed(seen) : null;
}

const last = 'Put ...farout.project() behind all other entries; set severities in the configuration of farout-guard.';

const kindOf = (path: string) => `migrations in ${isScript(path) ? 'scripts' : 'SQL'}`;

const some = (names: readonly string[]) =>
  names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');

function missing({ eslint, path }: Seen): Gap {
  const detail = `${eslint.path} has no entry of farout-guard for ${kindOf(path)}: the editor shows no findings there`;
  return { detail, remedy: `npx farout-guard init adds it. By hand: ${eslintLines(eslint.path, eslint.text)}` };
}

function ignored({ eslint, path }: Seen, reason: string): Gap {
  const folder = folderOf(path) || 'the top';
  const detail = `ESLint leaves out ${kindOf(path)} in ${folder}, so the editor shows no findings there: ${reason}`;
  return { detail: detail.replace(/\.? Use ".*$/, ''), remedy: `Take them out of what ${eslint.path} ignores.` };
}

function unparsed({ eslint }: Seen): Gap {
  const remedy = `Add { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } } to ${eslint.path} (npm install --save-dev typescript-eslint)`;
  return { detail: 'ESLint has no parser for migrations in TypeScript', remedy };
}

const severities = ['off', 'warn', 'error'] as const;

/** Rules that our configuration sets higher than ESLint has them. */
function weakIn({ config, path }: Seen, { severities: set, ours }: Configured): readonly string[] {
  return resolve(config, path).rules.flatMap(({ name, severity }) => {
    const wanted = severities.indexOf(severity);
    const found = set.get(`farout-guard/${name}`) ?? 0;
    const isWeak = found < wanted && ours.includes(name) && isForEditors(name);
    return isWeak ? [`${name} is ${severities[found] ?? 'off'} instead of ${severity}`] : [];
  });
}

/** Whether a rule judges one migration by itself. */
function isForEditors(name: string): boolean {
  const rule = rules[name];
  return rule?.needsHistory !== true && (rule?.judges ?? ['migration']).includes('migration');
}

/** What else is on for a file in SQL; it finds nothing there and costs time. */
export function foreignTo({ applied, path }: Seen): string | null {
  if (applied.kind === 'ignored' || isScript(path)) return null;
  const names = [...applied.severities].flatMap(([name, severity]) => (severity > 0 && !name.startsWith('farout-guard/') ? [name] : [])); // prettier-ignore
  return names.length === 0 ? null : some(names);
}
