import { tokenize } from '../sql/tokens.ts';
import { placesIn, topLevel } from './about.ts';
import type { Ground } from './ground.ts';
import { irreversible, type Line, sql } from './line.ts';
import { type Past, type Told } from './past.ts';
import { wordsOf } from './restore.ts';

/** Undoes what is known by its first words: COMMENT, GRANT, REVOKE. */
export function otherBack(tag: string, { past, told }: Ground): readonly Line[] {
  const words = wordsOf(told);
  switch (tag) {
    case 'COMMENT':
      return commentBack(words, past);
    case 'GRANT':
      return isGranted(past, words) ? [] : [sql(revocationOf(words))];
    case 'REVOKE':
      return revokedBack(words, past);
    case 'ALTER':
      return /^ALTER\s+DEFAULT\s+PRIVILEGES\b/i.test(words) ? defaultPrivilegesBack(words, past) : unknown(words);
    default:
      return unknown(words);
  }
}

const unknown = (words: string) => [irreversible(`${words.split(/\s+/).slice(0, 4).join(' ')} …: write by hand what it was before`)]; // prettier-ignore

/** What was said before, else nothing. */
function commentBack(words: string, past: Past): readonly Line[] {
  const head = words.slice(0, tokenize(words)[topLevel(words, tokenize(words), 'is')]?.start ?? words.length);
  const key = keyOf(words);
  const before = past.findLast((told) => isTagged(told, 'COMMENT') && keyOf(wordsOf(told)) === key);
  return [sql(before ? wordsOf(before) : `${head.trim()} IS NULL`)];
}

const isTagged = ({ operation, statement }: Told, tag: string) =>
  operation.kind === 'other' && operation.tag === tag && statement.operations.length === 1;

/** What a comment is about; of functions with the types. */
const keyOf = (words: string) => `${JSON.stringify(placesIn(words))} ${/\(([^)]*)\)\s+IS\b/i.exec(words)?.[1] ?? ''}`;

const plain = (words: string) => words.toLowerCase().replace(/\s+/g, ' ').replace(/;$/, '').trim();

/** `GRANT … TO …` as `REVOKE … FROM …`. */
function revocationOf(words: string): string {
  const tokens = tokenize(words);
  const grant = topLevel(words, tokens, 'grant');
  const to = topLevel(words, tokens, 'to');
  const start = words.slice(0, tokens[grant]?.start ?? 0);
  const middle = words.slice(tokens[grant]?.end ?? 0, tokens[to]?.start ?? words.length);
  const roles = words.slice(tokens[to]?.end ?? words.length);
  const ending = /\s+(?:WITH\s+(?:GRANT|ADMIN|INHERIT|SET)\s+\w+|GRANTED\s+BY\s+\S+)\b.*$/is;
  return `${start}REVOKE${middle}FROM${roles.replace(ending, '')}`;
}

/** Whether the same was granted before and not revoked since. */
function isGranted(past: Past, words: string): boolean {
  const back = plain(revocationOf(words));
  const last = past.findLast(
    (told) =>
      (isTagged(told, 'GRANT') && plain(revocationOf(wordsOf(told))) === back) ||
      (isTagged(told, 'REVOKE') && plain(wordsOf(told)) === back),
  );
  return last !== undefined && isTagged(last, 'GRANT');
}

/** What was granted in the same words comes back; what else was there, nobody knows. */
function revokedBack(words: string, past: Past): readonly Line[] {
  const back = plain(words);
  const grant = past.findLast((told) => isTagged(told, 'GRANT') && plain(revocationOf(wordsOf(told))) === back);
  if (grant) return [sql(wordsOf(grant))];
  return [irreversible(`${words.replace(/\s+/g, ' ')}: no earlier migration granted just that`)];
}

function defaultPrivilegesBack(words: string, past: Past): readonly Line[] {
  if (topLevel(words, tokenize(words), 'grant') < 0) return revokedDefaults(words, past);
  const isKnown = past.some((told) => isTagged(told, 'ALTER') && plain(wordsOf(told)) === plain(words));
  return isKnown ? [] : [sql(revocationOf(words))];
}

function revokedDefaults(words: string, past: Past): readonly Line[] {
  const isIt = (told: Told) =>
    isTagged(told, 'ALTER') && /\bGRANT\b/i.test(wordsOf(told)) && plain(revocationOf(wordsOf(told))) === plain(words);
  const grant = past.findLast(isIt);
  return grant
    ? [sql(wordsOf(grant))]
    : [irreversible(`${words.replace(/\s+/g, ' ')}: no earlier migration granted just that`)];
}
