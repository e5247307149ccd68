import { relative, resolve } from 'node:path';
import { loadConfig } from '../config/load.ts';
import { isMigration } from '../config/match.ts';
import { resolve as resolveConfig } from '../config/resolve.ts';
import type { Config, FileConfig, RuleSetting } from '../config/types.ts';
import { openPendingCommit, type PendingCommit } from '../files/git/pending-commit.ts';
import { toPath } from '../files/path.ts';
import type { Process } from '../process.ts';
import type { MessageOptions } from './subject.ts';

/** A commit whose message is asked for, and what the configuration asks of it. */
export interface MessageContext {
  readonly config: Config;
  /** The message file's path, relative to the project's root. */
  readonly path: string;
  /** The configuration as it applies to that file. */
  readonly applied: FileConfig;
  readonly options: MessageOptions;
  readonly commit: PendingCommit;
}

/** What the command line may set. */
export interface MessageCall {
  /** The message file, relative to the folder of the call. */
  readonly file: string;
  readonly config: string | null;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** Finds what is about to be committed; null where the configuration asks nothing of messages. Throws a `UserError`. */
export async function openMessage(call: MessageCall, process: Process): Promise<MessageContext | null> {
  const cwd = process.cwd();
  const loaded = await loadConfig({ cwd, ...(call.config === null ? {} : { file: call.config }) });
  const config = { ...loaded, overrides: [...loaded.overrides, { files: ['**'], rules: call.rules }] };
  const path = toPath(relative(config.root, resolve(cwd, call.file)));
  const applied = resolveConfig(config, path);
  const active = applied.rules.find(({ name }) => name === 'commit-message');
  if (!active) return null;
  const classify = (path: string) => (isMigration(config, path) ? 'migration' : null);
  const commit = await openPendingCommit({ cwd, env: process.env, root: config.root, classify });
  return { config, path, applied, options: active.options as MessageOptions, commit };
}
