import { tokenize, type Token } from '../sql/tokens.ts';
import type { Interpolate, Range } from '../types.ts';

/** A token with what a value of the script would be in it; null where it does no harm. */
export interface Place {
  readonly range: Range;
  readonly as: Interpolate['as'] | null;
}

type Role = 'value' | 'name' | 'text';

/** What stands between two parentheses, or in the statement itself. */
interface Level {
  /** What a list there is made of. */
  readonly list: Role;
  /** Whether an expression has begun, in which a word before a parenthesis is a function. */
  isExpression: boolean;
}

interface State {
  readonly text: string;
  /** The first word of the statement. */
  head: string;
  last: string;
  beforeLast: string;
  isBetween: boolean;
  levels: Level[];
}

const start = (text: string): State => ({ text, head: '', last: '', beforeLast: '', isBetween: false, levels: [] });

const valueWords =
  /^(?:LIKE|ILIKE|THEN|ELSE|DEFAULT|LIMIT|OFFSET|BETWEEN|RETURN|IS|PASSWORD|VALUE|INTERVAL|CACHE|MINVALUE|MAXVALUE|START|RESTART|INCREMENT|VERSION|UNTIL)$/;
const nameWords =
  /^(?:TABLE|EXISTS|FROM|INTO|UPDATE|JOIN|SCHEMA|INDEX|COLUMN|ON|TYPE|VIEW|ONLY|BY|RENAME|SEQUENCE|TRIGGER|FUNCTION|PROCEDURE|CONSTRAINT|AS|ROLE|USER|DATABASE|EXTENSION|USING|REFERENCES|CONCURRENTLY|ADD|DROP|ALTER|TO|POLICY|DOMAIN|COLLATE|TRUNCATE|AUTHORIZATION|TABLESPACE)$/;
const expressionWords =
  /^(?:DEFAULT|CHECK|WHERE|SELECT|VALUES|SET|HAVING|RETURNING|WHEN|AND|OR|NOT|CALL|EXECUTE|PERFORM|CASE|THEN|ELSE)$/;
const types =
  /^(?:VARCHAR|CHAR|CHARACTER|VARYING|NUMERIC|DECIMAL|BIT|TIME|TIMESTAMP|TIMESTAMPTZ|FLOAT|VECTOR|ENUM|GEOMETRY)$/;

/** Bodies in bodies, which are read again for each. */
const deepest = 4;

/** What each token of SQL is, where a value of a script may be it or stand in it: words of the letter q stand for such values. */
export function* placesIn(text: string, tokens: readonly Token[], depth = 0): Generator<Place> {
  let state = start(text);
  for (const [index, token] of tokens.entries()) {
    const word = wordOf(text, token);
    if (token.kind === 'string' && word.startsWith('$') && depth < deepest && isCode(state))
      yield* insideBody(text, token, depth + 1);
    else yield { range: [token.start, token.end], as: placeOf(state, token, word, tokens[index + 1]) };
    if (word === ';' && state.levels.length === 0) state = start(text);
    else step(state, token, word);
  }
}

/** Long tokens are no keywords. */
const wordOf = (text: string, { start: from, end }: Token) => text.slice(from, Math.min(end, from + 24)).toUpperCase();

/** Whether a string is the body of what runs, or will run. */
const isCode = ({ head, last }: State) => head === 'DO' || (head === 'CREATE' && last === 'AS');

function insideBody(text: string, { start: from, end }: Token, depth: number): Generator<Place> {
  const width = text.indexOf('$', from + 1) + 1 - from;
  return placesIn(text, tokenize(text, [from + width, Math.max(end - width, from + width)]), depth);
}

function placeOf(state: State, { kind, start: from, end }: Token, word: string, next: Token | undefined): Place['as'] {
  if (kind === 'string' || kind === 'bits') return 'string';
  if (kind === 'parameter' || kind === 'punctuation' || kind === 'operator') return null;
  const isWhole = kind === 'word' && /^Q+$/.test(word) && /^q+$/.test(state.text.slice(from, end));
  const after = next ? state.text.slice(next.start, next.start + 8) : '';
  if (!isWhole || state.last === '.' || after.startsWith('.')) return kind === 'unterminated' ? 'text' : 'name';
  const role = roleAfter(state);
  return role === 'text' && /^(?:[<>=!~]|(?:is|in|like|ilike|between|not)\b)/i.test(after) ? 'name' : role;
}

/** What comes next, by what was before. */
function roleAfter({ head, last, beforeLast, levels }: State): Role {
  if (last === '(' || last === ',') return levels.at(-1)?.list ?? (/^(?:SELECT|SET|UPDATE|WITH)$/.test(head) ? 'text' : 'name');
  if (last === 'TO') return head === 'SET' || beforeLast === 'RENAME' ? (head === 'SET' ? 'value' : 'name') : 'name';
  if (last === 'WITH') return /^(?:RE)?START$/.test(beforeLast) ? 'value' : 'text';
  if (last === 'BY') return beforeLast === 'INCREMENT' ? 'value' : 'name';
  if (last === '::') return 'name';
  if (valueWords.test(last) || /^[^\w"'$.;)\]]+$/.test(last)) return 'value';
  return nameWords.test(last) ? 'name' : 'text';
} // prettier-ignore

function step(state: State, { kind }: Token, word: string): void {
  const level = state.levels.at(-1);
  if (word === '(') state.levels.push({ list: listAfter(state), isExpression: /^(?:CHECK|USING)$/.test(state.last) || (level?.isExpression ?? false) });
  else if (word === ')') state.levels.pop();
  else if (level) {
    if (kind === 'operator' || expressionWords.test(word)) level.isExpression = true;
    if (word === ',' && level.list === 'name') level.isExpression = false;
  }
  if (kind === 'word' && state.head === '') state.head = word;
  const isUpperEnd = word === 'AND' && state.isBetween;
  if (word === 'BETWEEN' || word === 'AND') state.isBetween = word === 'BETWEEN';
  [state.beforeLast, state.last] = [state.last, isUpperEnd ? 'BETWEEN' : kind === 'string' ? "'" : word];
} // prettier-ignore

/** What a list in parentheses is made of, by what stands before it. */
function listAfter(state: State): Role {
  const { last, head, levels } = state;
  const outer = levels.at(-1);
  if (/^(?:VALUES|IN|ANY|ALL|SOME|DEFAULT|FROM|TO|THEN|ELSE|LIKE)$/.test(last) || types.test(last)) return 'value';
  if (/^(?:CHECK|WHERE|AND|OR|NOT|EXISTS|WHEN|USING)$/.test(last)) return 'text';
  if (last === '(' || last === ',') return outer?.list ?? 'value';
  if (/^[^\w"'$.;)\]]+$/.test(last)) return 'value';
  const isFunction =
    outer?.isExpression === true ||
    outer?.list === 'value' ||
    /^(?:SELECT|UPDATE|DELETE|CALL|PERFORM|EXECUTE)$/.test(head);
  return isFunction ? 'value' : 'name';
}
