import { gitIn } from '../files/git/git.ts';
import type { Process } from '../process.ts';
import { cleanWords } from './words.ts';
import type { Author } from './draft.ts';

/** The person as git would name them in a commit, or null where nobody has told git. */
export async function readAuthor({ cwd, env }: Pick<Process, 'cwd' | 'env'>): Promise<Author | null> {
  const git = gitIn(cwd(), env);
  const ask = async (key: string) => (await git.ask(['config', '--get', key]).catch(() => null)) ?? '';
  const name = plain(env['GIT_AUTHOR_NAME'] || (await ask('user.name')));
  const email = plain(env['GIT_AUTHOR_EMAIL'] || (await ask('user.email')));
  return name === '' ? null : { name, email: email === '' ? null : email };
}

const plain = (words: string) => cleanWords(words.replace(/[<>\n]/g, ' '));

/** As a header says it. */
export const authorLine = ({ name, email }: Author) => (email === null ? name : `${name} <${email}>`);
