/** PostgreSQL's major version when none is given. */
export const defaultPostgres = 15;

/** In seconds: how long a statement may take that is tried. */
export const defaultTimeout = 30;

/** The versions that a configuration may name. */
export const postgresVersions = { oldest: 9, newest: 19 };

/** What migrations that are programs are written in. */
export const scriptExtensions: readonly string[] = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** What migrations are written in: the one place to add a language. */
const extensions: readonly string[] = ['sql', ...scriptExtensions];

/** A glob's ending for programs. */
export const anyScript = `*.{${scriptExtensions.join()}}`;

/** A glob's ending for all of them. */
export const anyMigration = `*.{${extensions.join()}}`;

const scriptName = new RegExp(`\\.(?:${scriptExtensions.join('|')})$`, 'i');
const migrationName = new RegExp(`\\.(?:${extensions.join('|')})$`, 'i');

/** Whether a file is TypeScript or JavaScript by its name. */
export function isScript(path: string): boolean {
  return scriptName.test(path);
}

/** Whether a file is written in a language that migrations are written in. */
export function isWritten(path: string): boolean {
  return migrationName.test(path);
}

/** A path without the extension of such a language. */
export function withoutExtension(path: string): string {
  return path.replace(migrationName, '');
}

/** Scripts beside migrations that are none: types, tests, stories, settings. Capital letters are no way around: their tools heed them too. */
const aside = /\.(?:d|test|spec|stories|config)\.[cm]?[jt]s$|(?:^|\/)__(?:tests|mocks)__\/(?:.*\/)?[^/]*\.[cm]?[jt]s$/;

/** Whether a file among migrations says by its name that it is none: `1_users.test.ts`, `types.d.ts`, `__tests__/users.ts`. */
export function isAside(path: string): boolean {
  return aside.test(path);
}

/** Whether a glob means such files. */
export function meansAside(glob: string): boolean {
  return /\.(?:d|test|spec|stories|config)\.|__(?:tests|mocks)__/.test(glob);
}

/** Never a migration of this project: other people's code, copies that a build made, receipts, and what editors and systems leave behind. */
export const defaultIgnore: readonly string[] = [
  '**/{node_modules,.git,vendor,dist}/**',
  '**/{target/classes,target/test-classes,build/resources,bin/main}/**',
  '**/.farout-guard/receipts/**',
  '**/.{_,#}*',
];

/** Longer globs and paths are no use to anyone, and costly to compile. */
export const longestGlob = 4096;
