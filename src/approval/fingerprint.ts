import { normalForm } from '../sql/normal-form.ts';
import type { Finding, Migration, Range, Section, Statement } from '../types.ts';
import { sha256 } from './digest.ts';

/**
 * What an approval is given for: the statement that a finding is in, as PostgreSQL reads it, with the way it runs and the settings of
 * `search_path` before it, which decide what its names mean. Null for what is in no statement.
 */
export function fingerprintOf({ statement, sent }: Pick<Finding, 'statement' | 'sent'>, migration: Migration): string | null {
  const place = placeOf(statement, migration);
  if (!place) return null;
  const { section, at } = place;
  const paths = section.statements.slice(0, at).map(({ range }) => migration.words(range)).filter((words) => setsPath.test(words));
  const own = sent ? `sent ${sent.digest}` : normalForm(wordsAt(section.statements[at], migration));
  return sha256(JSON.stringify([section.direction, paths.map(normalForm), own]));
} // prettier-ignore

const setsPath = /search_path/i;

const wordsAt = (statement: Statement | undefined, { words }: Migration) => (statement ? words(statement.range) : '');

function placeOf([start, end]: Range, { sections }: Migration): { readonly section: Section; readonly at: number } | null {
  for (const section of sections) {
    const at = section.statements.findIndex(({ range }) => range[0] === start && range[1] === end);
    if (at >= 0 && end > start) return { section, at };
  }
  return null;
} // prettier-ignore
