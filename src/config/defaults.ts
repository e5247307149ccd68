/** PostgreSQL's major version when none is given. */
export const defaultPostgres = 15;

/** The versions that a configuration may name. */
export const postgresVersions = { oldest: 9, newest: 19 };

/** What migrations are written in: the one place to add a language. */
export const extensions: readonly string[] = ['sql'];

/** A glob's ending for all of them. */
export const anyMigration = extensions.length === 1 ? `*.${extensions.join()}` : `*.{${extensions.join()}}`;

/** Never a migration of this project: other people's code, copies that a build made, and what editors and systems leave behind. */
export const defaultIgnore: readonly string[] = [
  '**/{node_modules,.git,vendor,dist}/**',
  '**/{target/classes,target/test-classes,build/resources,bin/main}/**',
  '**/.{_,#}*',
];

/** Longer globs and paths are no use to anyone, and costly to compile. */
export const longestGlob = 4096;
