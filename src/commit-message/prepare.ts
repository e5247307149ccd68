import { resolve } from 'node:path';
import { messageSettings } from '../files/git/message-settings.ts';
import { readMessageFile } from '../files/message-file.ts';
import { writeWhole } from '../files/write.ts';
import type { Process } from '../process.ts';
import { printableLines } from '../report/printable.ts';
import { cleanMessage, usedSign } from './clean.ts';
import { openMessage } from './open.ts';
import { templateFor } from './template.ts';

/**
 * Offers the expected message in the editor, as git's hook `prepare-commit-msg` is called: file, source, commit. It stands there as
 * comments and blank lines, so that an editor that is closed at once still means no commit. Nothing is offered where there is a message or no editor.
 * What goes wrong is only said; but for a file that cannot be written, which is a `UserError`.
 */
export async function prepareCommitMessage(args: readonly string[], process: Process): Promise<number> {
  const [file, source = ''] = args;
  if (file === undefined || (source !== '' && source !== 'template')) return 0;
  const text = await withOffer(file, process).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(printableLines(`farout-guard: no message is offered: ${reason}\n`));
    return null;
  });
  if (text !== null) writeWhole(resolve(process.cwd(), file), text);
  return 0;
}

async function withOffer(file: string, process: Process): Promise<string | null> {
  const context = await openMessage({ file, config: null, rules: {} }, process);
  if (context === null || context.commit.migrations.length === 0) return null;
  const { commit } = context;
  const { comment, isStripped, encoding } = await messageSettings(commit.git, process.env);
  if (!isStripped || !/^utf-?8$/i.test(encoding)) return null;
  const text = readMessageFile(resolve(process.cwd(), file), file, encoding);
  const sign = comment === 'auto' ? (usedSign(text) ?? '#') : comment;
  if (cleanMessage(text, sign, true).trim() !== '') return null;
  const offer = `This commit changes migrations. A message that follows the protocol:\n\n${await templateFor(context)}`;
  return `\n${offer.replaceAll(/^(?=.)/gm, `${sign} `)}\n${text.replace(/^\r?\n/, '')}`;
}
