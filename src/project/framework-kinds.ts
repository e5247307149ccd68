/** What a migration is written in. */
export type Language = 'sql' | 'ts' | 'js';

/**
 * How a framework counts: `seconds` 20260131120000, `milliseconds` since 1970, `counter` 0007, `dashed` 2026-01-31-120000,
 * `underscored` 20260131_120000, `dotted` 2026.01.31T12.00.00, `none` where a plan tells the order.
 */
export type VersionStyle = 'seconds' | 'milliseconds' | 'counter' | 'dashed' | 'underscored' | 'dotted' | 'none';

/** How the name of a new migration is made, without direction and extension. */
export interface Naming {
  /** Such as `V<version>__<words>`. */
  readonly form: string;
  /** What stands between the words; `Camel` for `AddRankImage`. */
  readonly words: '_' | '-' | 'Camel';
  readonly version: VersionStyle;
  /** The first number of a counter. */
  readonly first?: string;
}

/** How a project shows that it uses a framework, and what the framework is used to. */
export interface FrameworkKind {
  /** The usual one first; TypeScript stands for JavaScript too. */
  readonly languages: readonly Language[];
  /** Where migrations are unless the project says otherwise, relative to the project's folder; empty for that folder itself. */
  readonly folder: string;
  readonly naming: Naming;
  /** npm packages that mean it. */
  readonly packages?: readonly string[];
  /** Its own files, by path; what stands before the match is the project's folder. */
  readonly files?: readonly RegExp[];
  /** Files that several tools share, and the words in them that mean this one. */
  readonly mentions?: {
    readonly files: RegExp;
    readonly words: RegExp;
    /** Where migrations then are. */ readonly folder?: string;
  };
  /** Where one of these files names the folder of migrations. */
  readonly setting?: RegExp;
}

const seconds: Naming = { form: '<version>_<words>', words: '_', version: 'seconds' };
const milliseconds: Naming = { ...seconds, version: 'milliseconds' };
const counter = (first: string): Naming => ({ ...seconds, version: 'counter', first });
const go = /(?:^|\/)go\.mod$|(?:^|\/)Makefile$|(?:^|\/)\.env$/;
const java = /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/;
const script = '(?:[cm]?[jt]s|json)$';
const config = (name: string) => new RegExp(`(?:^|/)(?:\\.config/)?${name}\\.${script}`);

/** The frameworks; where a project only shows that it uses several, the first counts. */
export const frameworkKinds = {
  'supabase': {
    languages: ['sql'], folder: 'supabase/migrations', naming: seconds,
    files: [/(?:^|\/)supabase\/config\.toml$/],
  },
  'prisma': {
    languages: ['sql'], folder: 'prisma/migrations', naming: seconds, packages: ['prisma', '@prisma/client'],
    files: [/(?:^|\/)prisma\/schema\.prisma$/, config('prisma\\.config')],
    setting: /\bmigrations\s*:\s*\{[^}]*?\bpath\s*:\s*['"`]([^'"`]+)/,
  },
  'drizzle': {
    languages: ['sql'], folder: 'drizzle', naming: counter('0000'), packages: ['drizzle-kit'],
    files: [config('drizzle(?:\\.\\w+)?\\.config')],
    setting: /\bout\s*:\s*['"`]([^'"`]+)/,
  },
  'graphile-migrate': {
    languages: ['sql'], folder: 'migrations', naming: { ...counter('000001'), form: '<version>-<words>', words: '-' },
    packages: ['graphile-migrate'], files: [/(?:^|\/)\.gmrc(?:\.json|\.js|\.cjs)?$/],
    setting: /["']?migrationsFolder["']?\s*:\s*["'`]([^"'`]+)/,
  },
  'node-pg-migrate': {
    languages: ['ts', 'sql'], folder: 'migrations', naming: { ...milliseconds, words: '-' }, packages: ['node-pg-migrate'],
    setting: /["']?migrations-dir["']?\s*:\s*["']([^"']+)/,
  },
  'db-migrate': {
    languages: ['js', 'sql'], folder: 'migrations', naming: { ...seconds, form: '<version>-<words>', words: '-' },
    packages: ['db-migrate', 'db-migrate-pg'],
  },
  'postgrator': {
    languages: ['sql'], folder: 'migrations', naming: { ...counter('001'), form: '<version>.do.<words>', words: '-' },
    packages: ['postgrator', 'postgrator-cli'], files: [config('\\.postgratorrc'), /(?:^|\/)\.postgratorrc$/],
    setting: /["']?migrationPattern["']?\s*:\s*["'`]([^"'`*]+)\/\*/,
  },
  'postgres-migrations': {
    languages: ['sql'], folder: 'migrations', naming: counter('0001'), packages: ['postgres-migrations'],
  },
  'slonik': {
    languages: ['ts', 'sql'], folder: 'migrations', naming: { form: '<version>.<words>', words: '-', version: 'dotted' },
    packages: ['@slonik/migrator'],
  },
  'mikro-orm': {
    languages: ['ts'], folder: 'migrations', naming: { ...seconds, form: 'Migration<version>_<words>' },
    packages: ['@mikro-orm/migrations'], files: [config('mikro-orm\\.config')],
    setting: /\bmigrations\s*:\s*\{[^}]*?\bpath(?:Ts)?\s*:\s*['"`]([^'"`]+)/,
  },
  'typeorm': {
    languages: ['ts'], folder: 'src/migrations', naming: { form: '<version>-<words>', words: 'Camel', version: 'milliseconds' },
    packages: ['typeorm'], files: [config('ormconfig'), /(?:^|\/)(?:src\/)?(?:[\w-]+[./-])?data-?source\.[jt]s$/i],
    setting: /\bmigrations["']?\s*:\s*\[\s*['"`]([^'"`*[\]{}]+)\/[^/'"`]*['"`]/,
  },
  'knex': {
    languages: ['ts'], folder: 'migrations', naming: seconds, packages: ['knex', 'objection'], files: [config('knexfile')],
    setting: /\bmigrations\s*:\s*\{[^}]*?\bdirectory\s*:\s*['"`]([^'"`]+)/,
  },
  'sequelize': {
    languages: ['js', 'ts'], folder: 'migrations', naming: { ...seconds, form: '<version>-<words>', words: '-' },
    packages: ['sequelize-cli', '@sequelize/cli'], files: [/(?:^|\/)\.sequelizerc$/],
    setting: /['"]?migrations-path['"]?\s*[:=]\s*(?:path\.(?:resolve|join)\()?((?:(?:__dirname\s*,\s*)?['"][^'"]+['"]\s*,?\s*)+)/,
  },
  'umzug': {
    languages: ['ts'], folder: 'migrations', naming: { form: '<version>.<words>', words: '-', version: 'dotted' },
    packages: ['umzug'],
  },
  'kysely': {
    languages: ['ts'], folder: 'migrations', naming: milliseconds, packages: ['kysely-ctl', 'kysely'],
    files: [config('kysely\\.config')],
    setting: /\bmigrationFolder\s*:\s*['"`]([^'"`]+)/,
  },
  'sqitch': {
    languages: ['sql'], folder: '', naming: { form: '<words>', words: '_', version: 'none' },
    files: [/(?:^|\/)sqitch\.(?:plan|conf)$/],
    setting: /^\s*top_dir\s*=\s*(\S+)/m,
  },
  'atlas': {
    languages: ['sql'], folder: 'migrations', naming: seconds, files: [/(?:^|\/)atlas\.hcl$/],
    setting: /\bmigration\s*\{[^}]*?\bdir\s*=\s*"(?:file:\/\/)?([^"?]+)/,
  },
  'dbmate': {
    languages: ['sql'], folder: 'db/migrations', naming: seconds, packages: ['dbmate'], files: [/(?:^|\/)\.dbmate\.ya?ml$/],
    mentions: { files: go, words: /\bDBMATE_|\bdbmate\b/ },
    setting: /\bDBMATE_MIGRATIONS_DIR\s*=\s*["']?([^"'\s]+)/,
  },
  'diesel': {
    languages: ['sql'], folder: 'migrations', naming: { ...seconds, version: 'dashed' }, files: [/(?:^|\/)diesel\.toml$/],
    mentions: { files: /(?:^|\/)Cargo\.toml$/, words: /^\s*diesel\b/m },
    setting: /^\s*\[migrations_directory\]\s*dir\s*=\s*"([^"]+)"/m,
  },
  'sqlx': {
    languages: ['sql'], folder: 'migrations', naming: seconds,
    mentions: { files: /(?:^|\/)Cargo\.toml$/, words: /^\s*sqlx\b/m },
  },
  'flyway': {
    languages: ['sql'], folder: 'sql', naming: { ...counter('1'), form: 'V<version>__<words>' },
    files: [/(?:^|\/)(?:conf\/)?flyway\.(?:conf|toml)$/],
    mentions: { files: java, words: /\bflyway/, folder: 'src/main/resources/db/migration' },
    setting: /(?:^|\.)locations\s*=\s*\[?\s*["']?(?:filesystem:)?([^"',\]\s:]+)/m,
  },
  'liquibase': {
    languages: ['sql'], folder: 'db/changelog', naming: seconds, files: [/(?:^|\/)liquibase\.properties$/],
    mentions: { files: java, words: /\bliquibase/, folder: 'src/main/resources/db/changelog' },
  },
  'mybatis': {
    languages: ['sql'], folder: 'scripts', naming: seconds,
    mentions: { files: java, words: /\bmybatis-migrations/ },
  },
  'hasura': {
    languages: ['sql'], folder: 'migrations/default', naming: milliseconds,
    mentions: { files: /(?:^|\/)config\.yaml$/, words: /^metadata_directory:/m },
    setting: /^migrations_directory:\s*["']?([^"'\s]+)/m,
  },
  'pop': {
    languages: ['sql'], folder: 'migrations', naming: seconds,
    mentions: { files: go, words: /\bgobuffalo\/pop\b|\bsoda migrate\b/ },
  },
  'goose': {
    languages: ['sql'], folder: 'migrations', naming: seconds,
    mentions: { files: go, words: /\bpressly\/goose\b|\bGOOSE_(?:DRIVER|DBSTRING|MIGRATION_DIR)\b|\bgoose -dir\b/ },
    setting: /\bGOOSE_MIGRATION_DIR\s*=\s*["']?([^"'\s]+)|\bgoose\s+-dir[ =]([\w./-]+)/,
  },
  'sql-migrate': {
    languages: ['sql'], folder: 'migrations', naming: { ...seconds, form: '<version>-<words>' }, files: [/(?:^|\/)dbconfig\.yml$/],
    mentions: { files: go, words: /\brubenv\/sql-migrate\b/ },
    setting: /^\s+dir:\s*["']?([^"'\s]+)/m,
  },
  'tern': {
    languages: ['sql'], folder: 'migrations', naming: counter('001'), files: [/(?:^|\/)tern\.conf$/],
    mentions: { files: go, words: /\bjackc\/tern\b/ },
  },
  'golang-migrate': {
    languages: ['sql'], folder: 'migrations', naming: counter('000001'),
    mentions: { files: go, words: /\bgolang-migrate\/migrate\b|\bmigrate\s[^\n]*?-(?:path|source|ext)\b/ },
    setting: /\bmigrate\s[^\n]*?-(?:path|dir)[ =]["']?([\w./-]+)/,
  },
  'plain': { languages: ['sql'], folder: 'migrations', naming: { ...seconds, version: 'underscored' } },
} as const satisfies Readonly<Record<string, FrameworkKind>>; // prettier-ignore

export type FrameworkName = keyof typeof frameworkKinds;

/** What is to know about a framework. */
export function kindOf(name: FrameworkName): FrameworkKind {
  return frameworkKinds[name];
}

/** Their names, in the order in which they are looked for. */
export const frameworkNames = Object.keys(frameworkKinds) as readonly FrameworkName[];
