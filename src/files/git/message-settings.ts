import type { Environment, Git } from './git.ts';

/** How git will read the file with a message. */
export interface MessageSettings {
  /** What its comment lines begin with; `auto` for a sign that no line of the message began with. */
  readonly comment: string;
  /** Whether it takes the comment lines out. */
  readonly isStripped: boolean;
  /** A name as `TextDecoder` knows it. */
  readonly encoding: string;
}

/**
 * Reads `core.commentChar` or `core.commentString`, `commit.cleanup` and `i18n.commitEncoding` (git-commit(1)). An option `--cleanup` is not told to
 * hooks; that no editor was opened is, by `GIT_EDITOR=:`, and then comment lines stay.
 */
export async function messageSettings(git: Git, env: Environment): Promise<MessageSettings> {
  const keys = '^(core\\.comment(char|string)|commit\\.cleanup|i18n\\.commitencoding)$';
  const [listed, example] = await Promise.all([
    git.ask(['config', '-z', '--get-regexp', keys]),
    git.run(['stripspace', '--comment-lines'], 'x\n'),
  ]);
  const values = new Map((listed ?? '').split('\0').map((entry) => pairOf(entry)));
  const cleanup = values.get('commit.cleanup') ?? 'default';
  const comment = example.toString().replace(/ x\r?\n$/, '');
  return {
    comment: comment === '#' && values.get('core.commentchar') === 'auto' ? 'auto' : comment,
    isStripped: env['GIT_EDITOR'] !== ':' && (cleanup === 'default' || cleanup === 'strip'),
    encoding: values.get('i18n.commitencoding') ?? 'utf-8',
  };
}

/** `key`, a line feed, the value. */
function pairOf(entry: string): readonly [key: string, value: string] {
  const end = entry.indexOf('\n');
  return end < 0 ? [entry, ''] : [entry.slice(0, end), entry.slice(end + 1)];
}
