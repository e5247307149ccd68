import { resolve } from 'node:path';
import { messageSettings } from '../files/git/message-settings.ts';
import { readMessageFile } from '../files/message-file.ts';
import { lintSource } from '../lint.ts';
import type { Process } from '../process.ts';
import type { Linted } from '../report/reporter.ts';
import { cleanMessage } from './clean.ts';
import { openMessage, type MessageCall } from './open.ts';

/** What a message was found to be. */
export interface Judged {
  /** Null where nothing is asked of the message: no migration is touched, or the rule is off. */
  readonly result: Linted | null;
  /** Absolute: the project's root. */
  readonly root: string;
  /** Whether the commit takes the place of the last one. */
  readonly amends: boolean;
}

/** Judges the message in a file for the commit that is about to be made. Throws a `UserError`. */
export async function judgeMessage(call: MessageCall, process: Process): Promise<Judged> {
  const cwd = process.cwd();
  const context = await openMessage(call, process);
  if (context === null) return { result: null, root: cwd, amends: false };
  const { config, path, applied, commit } = context;
  const { git, migrations, amends } = commit;
  if (migrations.length === 0) return { result: null, root: config.root, amends };
  const { comment, isStripped, encoding } = await messageSettings(git, process.env);
  const text = readMessageFile(resolve(cwd, call.file), call.file, encoding);
  const source = { path, text: cleanMessage(text, comment, isStripped), subject: 'commit message' } as const;
  const changes = { base: noFiles, of: () => null, migrations };
  const { findings } = lintSource(source, noFiles, applied, { changes });
  return { result: { kind: 'linted', path, text, findings }, root: config.root, amends };
}

const noFiles = { read: () => null, list: () => [] };
