import { expectedMessage, testedLine } from './expected.ts';
import type { MessageContext } from './open.ts';
import { testedByReceipts } from './tested.ts';

/** The message that a commit should have; where its migrations have receipts, with what those say. */
export async function templateFor({ commit, config, options }: MessageContext): Promise<string> {
  const tested = await testedByReceipts(commit, config);
  return expectedMessage(commit.migrations, options, tested ?? testedLine);
}
