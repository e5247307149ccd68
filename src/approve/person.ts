import { UserError } from '../errors.ts';
import { readAuthor } from '../new/author.ts';
import type { Process } from '../process.ts';

/** Who permits something, as git knows them. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The person at work, or null where git does not know them. */
export async function personAt(process: Process): Promise<Person | null> {
  const author = await readAuthor(process);
  return author?.email ? { name: author.name, email: author.email } : null;
}

/** Whoever is not known cannot permit anything. */
export function unknownPerson(): UserError {
  const commands = 'git config user.name "Your Name", git config user.email you@example.org';
  return new UserError(`an approval names who gives it, and git does not know you: ${commands}`);
}

export const personWords = (person: Person | null): string | null => person && `${person.name} <${person.email}>`;
