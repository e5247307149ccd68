import type { ApprovalSettings } from '../approval/settings.ts';
import type { Migration } from '../types.ts';

export type Severity = 'off' | 'warn' | 'error';

/** How a rule is set in a configuration: a severity, or a severity with the rule's options. */
export type RuleSetting = Severity | readonly [severity: Severity, options?: object];

/** What every file of a configuration, and every override in it, may set. */
export interface Settings {
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The name of an adapter, instead of the one found by path and text. */
  readonly adapter?: string;
  /** PostgreSQL's major version. */
  readonly postgres?: number;
}

/** A configuration as users write it. */
export interface UserConfig extends Settings {
  readonly $schema?: string;
  /** Presets (`recommended`, `strict`, `protocol`), files (`./base.json`) or packages, later ones win. */
  readonly extends?: string | readonly string[];
  readonly migrations?: readonly string[];
  readonly ignore?: readonly string[];
  /** A file with the header that migrations begin with: `template-header` asks for its fields. */
  readonly template?: string;
  readonly overrides?: readonly (Settings & { readonly files: string | readonly string[] })[];
  readonly approvals?: Partial<ApprovalSettings>;
  /** The branch that changes are measured against; without it the remote's default branch. */
  readonly baseBranch?: string;
  /** Globs of what a schema is generated from, such as `prisma/schema.prisma`: for `require-migration`. */
  readonly schemaSources?: readonly string[];
  /** The file with the findings that are known and do not block. */
  readonly baseline?: string;
  /** How `farout-guard test` runs migrations. */
  readonly test?: TestSettings;
}

/** How migrations are run on a database. */
export interface TestSettings {
  readonly engine?: 'pglite' | 'postgres';
  /** SQL, or files with SQL, for what the application or its host makes before the first migration. */
  readonly setup?: readonly string[];
  /** Extensions to do without: their names, or by name the SQL that stands for each. */
  readonly stubExtensions?: readonly string[] | Readonly<Record<string, string>>;
  /** Tables that are left out when schemas are compared: `name` or `schema.name`. */
  readonly ignore?: readonly string[];
  /** In seconds: the longest that a statement or a script may take. */
  readonly timeout?: number;
}

/** A configuration after `extends`, with every default filled in. */
export interface Config {
  /** The file it came from, relative to `root`, or null for the defaults. */
  readonly path: string | null;
  /** Absolute: the folder that `migrations`, `ignore` and `overrides` are relative to. */
  readonly root: string;
  readonly migrations: readonly string[];
  readonly ignore: readonly string[];
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly adapter: string | null;
  readonly postgres: number;
  readonly overrides: readonly (Settings & { readonly files: readonly string[] })[];
  readonly approvals: ApprovalSettings;
  readonly baseBranch: string | null;
  readonly schemaSources: readonly string[];
  readonly baseline: string | null;
  readonly test: {
    readonly engine: 'pglite' | 'postgres';
    readonly setup: readonly string[];
    readonly stubExtensions: Readonly<Record<string, string>>;
    readonly ignore: readonly string[];
    readonly timeout: number;
  };
}

/** A rule as it applies to one file: options complete, never off. */
export interface ActiveRule {
  readonly name: string;
  readonly severity: 'warn' | 'error';
  readonly options: object;
}

/** A configuration as it applies to one file. Plain data: it crosses to worker threads. */
export interface FileConfig {
  readonly rules: readonly ActiveRule[];
  readonly adapter: Migration['adapter'] | null;
  readonly postgres: number;
  readonly approvals: ApprovalSettings;
}
