import type { Config } from '../config/types.ts';

/** The options of the language; what a configuration for JavaScript sets besides is left alone. */
export interface SqlLanguageOptions {
  /** Whether PostgreSQL's own tree stands under each statement, for selectors of one's own. */
  readonly deep: boolean;
}

/** What `settings['farout-guard']` may hold. */
export interface GuardSettings {
  /** The folder that paths are told from; without it that of the configuration, else ESLint's working folder. */
  readonly root?: string;
  /** The framework of the migrations, instead of the one that is found. */
  readonly adapter?: string;
  /** PostgreSQL's major version. */
  readonly postgres?: number;
  /** The branch that history is read from; without it the remote's default branch. */
  readonly baseBranch?: string;
  /** What `project()` has read. */
  readonly project?: Config;
  /** What it was read with: for ESLint's cache, whose verdicts a commit may change. */
  readonly head?: string;
}

/** How a project's configuration is found. */
export interface ProjectOptions {
  /** The folder to look from; without it that of the ESLint configuration, which calls this, else the one that ESLint was started in. */
  readonly cwd?: string;
  /** The configuration to read instead of the one that is found, relative to `cwd`. */
  readonly config?: string;
}

/** Lines count from 1 and columns from 0, the end is exclusive: as in ESLint's own trees. */
export interface SourceLocation {
  readonly start: { line: number; column: number };
  readonly end: { line: number; column: number };
}
