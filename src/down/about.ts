import { at, type Place } from '../effect/steps.ts';
import { tokenize, type Token } from '../sql/tokens.ts';
import type { Name, ObjectType, Operation, Statement } from '../types.ts';
import { nameOf, splitTop, wordOf } from './pieces.ts';

/** What a statement is about that makes nothing: its rows' table, its comment's object. */
export function placesAbout(words: (statement: Statement) => string) {
  return (statement: Statement, operation: Operation): readonly Place[] => {
    switch (operation.kind) {
      case 'insert':
      case 'update':
      case 'delete':
        return [at('table', operation.table)];
      case 'truncate':
        return operation.tables.map((table) => at('table', table));
      case 'alter':
      case 'alter-table':
        return [at(operation.object, 'table' in operation ? operation.table : operation.name)];
      case 'alter-column':
        return [at('table', operation.table), at('table', operation.table, ['column', operation.column])];
      case 'other':
        return statement.operations.length === 1 ? placesIn(words(statement)) : [];
      case 'unverifiable':
      case 'unparseable':
        // Nobody knows, so it counts.
        return [at('database', { schema: null, name: '' })];
      default:
        return [];
    }
  };
}

/** The objects that a `COMMENT ON …`, `GRANT … ON …` or `REVOKE … ON …` names; what has no name here is a database's. */
export function placesIn(words: string): readonly Place[] {
  const tokens = tokenize(words);
  const [verb] = tokens.map((token) => wordOf(words, token));
  const on = topLevel(words, tokens, 'on');
  if (verb === 'comment') return commented(words, tokens.slice(on + 1));
  if (verb !== 'grant' && verb !== 'revoke' && verb !== 'alter') return [];
  const end = topLevel(words, tokens, verb === 'grant' ? 'to' : 'from');
  if (on < 0 || end < on || verb === 'alter') return [at('database', { schema: null, name: '' })];
  const { object, rest } = objectAt(words, tokens.slice(on + 1, end));
  if (object === null) return [at('database', { schema: null, name: '' })];
  return splitTop(words, rest).map((piece) => at(object, dotted(words, piece.tokens).name));
}

/** The index of a word outside of parentheses, or -1. */
export function topLevel(words: string, tokens: readonly Token[], wanted: string): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    const word = wordOf(words, token);
    if (word === '(') depth++;
    if (word === ')') depth--;
    return depth === 0 && token.kind === 'word' && word === wanted;
  });
}

function commented(words: string, tokens: readonly Token[]): readonly Place[] {
  const { object, rest } = objectAt(words, tokens.slice(0, topLevel(words, tokens, 'is')));
  const { name, amount } = dotted(words, rest);
  const [kind] = tokens.map((token) => wordOf(words, token));
  if (kind === 'column') {
    const table = dotted(words, rest.slice(0, -2)).name;
    return [at('table', table), at('table', table, ['column', name.name])];
  }
  if (wordOf(words, rest[amount]) === 'on' && kind !== undefined) {
    const holder = rest.slice(amount + (wordOf(words, rest[amount + 1]) === 'domain' ? 2 : 1));
    const table = dotted(words, holder).name;
    return [at('table', table), at('table', table, [kind, name.name])];
  }
  return [at(object ?? 'database', name)];
}

const objects: readonly ObjectType[] = [
  'materialized view', 'foreign table', 'table', 'view', 'sequence', 'index', 'schema', 'function', 'procedure', 'routine', 'type', 'domain', 'extension',
]; // prettier-ignore

/** What kind of object the tokens begin with; a table where they do not say, null for `ALL TABLES IN SCHEMA` and the like. */
function objectAt(words: string, tokens: readonly Token[]): { object: ObjectType | null; rest: readonly Token[] } {
  const start = tokens.slice(0, 2).map((token) => wordOf(words, token));
  const found = objects.find((object) => object === start.join(' ') || object === start[0]);
  if (found) return { object: found, rest: tokens.slice(found.split(' ').length) };
  if (['column', 'constraint', 'trigger', 'policy', 'rule'].includes(start[0] ?? '')) return { object: 'table', rest: tokens.slice(1) };
  const isOther = /^(?:all|database|large|parameter|tablespace|language|foreign|role)$/.test(start[0] ?? '');
  return { object: isOther ? null : 'table', rest: tokens };
} // prettier-ignore

/** The name at the start of the tokens, and how many it takes. */
function dotted(words: string, tokens: readonly Token[]): { name: Name; amount: number } {
  const parts = [nameOf(words, tokens[0])];
  let amount = 1;
  while (wordOf(words, tokens[amount]) === '.') {
    parts.push(nameOf(words, tokens[amount + 1]));
    amount += 2;
  }
  return { name: { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' }, amount };
}
