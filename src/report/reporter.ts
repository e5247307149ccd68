import type { Finding } from '../types.ts';
import type { Paint } from './paint.ts';

/** What became of one file. */
export type FileResult = Linted | Failed;

/** A file that was read and judged. */
export interface Linted {
  readonly kind: 'linted';
  /** Relative to the project's root. */
  readonly path: string;
  /** The text that the findings' ranges count in; empty when there is no finding. */
  readonly text: string;
  /** Sorted by position, then rule. */
  readonly findings: readonly Finding[];
  /** Findings that the baseline knows, where there is one: they do not block and most reports leave them out. */
  readonly baselined?: readonly Finding[];
  /** Where fixes were asked for and made: the text with them, which is what the findings are about. */
  readonly output?: string;
  /** How many fixes were made. */
  readonly fixes?: number;
  /** Fixes that were not made because the file must stay as it is. */
  readonly unfixed?: Unfixed;
  /** Where it was run on a database: what came of that, or why nobody can tell. */
  readonly trial?: Trial;
}

/** What a run on a database has shown, as plain data; `untestable`: in words why it cannot be run here. */
type Trial = TrialShown | { readonly untestable: string };

/** What was shown. */
interface TrialShown {
  /** The engine and its version, such as `pglite 18.6`. */
  readonly engine: string;
  /** The five steps in their order. */
  readonly steps: readonly { readonly name: string; readonly state: 'good' | 'warned' | 'bad' | 'none' }[];
  /** What static rules and the run say of the same thing. */
  readonly opinions: readonly {
    readonly about: string;
    readonly rule: string;
    readonly static: boolean;
    readonly run: boolean;
  }[];
  readonly notes: readonly string[];
  /** What each statement locks, writes anew and reads; empty where nobody asked. */
  readonly locks: readonly object[];
  readonly milliseconds: number;
  /** When it ran: ISO 8601, UTC. */
  readonly when: string;
  /** Whether an earlier run has shown it, and nothing has changed since. */
  readonly unchanged: boolean;
}

/** Fixes that were not made. `why`: the base branch has the file, or it cannot be written, in words. */
export interface Unfixed {
  readonly amount: number;
  readonly why: 'published' | { readonly problem: string };
}

/** A file that could not be read, or on which a rule or a reader crashed. */
export interface Failed {
  readonly kind: 'failed';
  readonly path: string;
  readonly message: string;
  /** Where the program crashed; null when the file is to blame. */
  readonly stack: string | null;
}

/** Numbers over all files of a run. */
export interface Tally {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  /** Files with at least one error or warning. */
  readonly filesWithProblems: number;
  readonly approved: number;
  /** Findings that the baseline knows. */
  readonly baselined: number;
  /** Findings of level 3 that nobody approved. */
  readonly destructive: number;
  readonly failed: number;
}

/** Where and how a report is shown. */
export interface View {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** Absolute path of the folder that shown paths are relative to. */
  readonly cwd: string;
  /** Absolute path of the repository around the project: services that show it name files from there. */
  readonly top: string;
  /** Whether GitHub Actions runs the program. */
  readonly onGitHub: boolean;
  readonly paint: Paint;
  /** Whether the reader is a terminal that may be given links. */
  readonly links: boolean;
  /** Width of source lines, in terminal cells. */
  readonly width: number;
}

/** Turns results into text piece by piece, so that a long report need not be held in memory. */
export interface Reporter {
  /** Text for one file; files come sorted by path. */
  file(result: FileResult): string;
  /** Text after the last file. */
  end(tally: Tally, milliseconds: number): string;
}
