import type { Comment } from '../types.ts';

/** A word, a sign or a string of a script; `rest` is a line from where nobody can tell any more without a grammar. */
export interface ScriptToken {
  readonly kind: 'word' | 'sign' | 'string' | 'rest';
  readonly start: number;
  readonly end: number;
  /** Whether white space with the end of a line in it, or without, stands before. */
  readonly before: 'line' | 'space' | null;
}

/** The tokens and comments of a script. */
export interface ScriptTokens {
  readonly tokens: readonly ScriptToken[];
  readonly comments: readonly Comment[];
}

/** A piece of a script that is no string, by the first that matches here. */
const piece =
  /(?<space>\s+)|(?<comment>\/\/[^\r\n\u2028\u2029]*|\/\*[^]*?(?:\*\/|$))|(?<word>[^\s!-#%-/:-@[-^`{-~]+)|(?<sign>[^])/y;

interface State {
  readonly text: string;
  readonly tokens: ScriptToken[];
  readonly comments: Comment[];
  /** For each template that is open: how many braces are open in its hole. */
  readonly holes: number[];
  before: ScriptToken['before'];
}

/** Takes a script apart without a grammar: exact as far as that can be, and whole lines from there on. Takes linear time. */
export function scriptTokens(text: string): ScriptTokens {
  const state: State = { text, tokens: [], comments: [], holes: [], before: null };
  let at = /^#![^\r\n]*/.exec(text)?.[0].length ?? 0;
  if (at > 0) push(state, 'string', 0, at);
  while (at < text.length) at = step(state, at);
  return state;
}

/** Reads one piece; answers where the next begins. */
function step(state: State, at: number): number {
  const { text, holes } = state;
  piece.lastIndex = at;
  const { groups = {}, 0: { length } } = piece.exec(text) ?? { groups: {}, 0: ' ' }; // prettier-ignore
  const end = at + length;
  const { space, comment, word } = groups;
  if (space !== undefined) return skip(state, space, end);
  if (comment !== undefined) return keep(state, comment, at, end);
  if (word !== undefined) return push(state, 'word', at, end);
  const sign = text.charAt(at);
  const open = holes.at(-1);
  if (sign === "'" || sign === '"') return push(state, 'string', at, endOfString(text, at));
  if (sign === '`') return readTemplate(state, at);
  if (sign === '}' && open === 0) {
    holes.pop();
    return readTemplate(state, at);
  }
  if (open !== undefined && (sign === '{' || sign === '}')) holes[holes.length - 1] = open + (sign === '{' ? 1 : -1);
  return sign === '/' ? readSlash(state, at) : push(state, 'sign', at, end);
}

function push(state: State, kind: ScriptToken['kind'], start: number, end: number): number {
  state.tokens.push({ kind, start, end, before: state.before });
  state.before = null;
  return end;
}

function skip(state: State, words: string, end: number): number {
  if (/[\r\n\u2028\u2029]/.test(words)) state.before = 'line';
  else state.before ??= 'space';
  return end;
}

function keep(state: State, words: string, start: number, end: number): number {
  const isLine = words.startsWith('//');
  const inside = isLine || !words.endsWith('*/') || words.length < 4 ? words.slice(2) : words.slice(2, -2);
  state.comments.push({ range: [start, end], text: inside, style: isLine ? 'line' : 'block' });
  return skip(state, isLine ? ' ' : words, end);
}

/** After the quote that ends a string, or at the end of its line. */
function endOfString(text: string, start: number): number {
  const quote = text[start];
  let at = start + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n' && text[at] !== '\r') at += lengthAt(text, at);
  return Math.min(text[at] === quote ? at + 1 : at, text.length);
}

/** An escape is one sign, also of an end of a line. */
function lengthAt(text: string, at: number): number {
  if (text[at] !== '\\') return 1;
  return text.startsWith('\r\n', at + 1) ? 3 : 2;
}

/** A template up to its end or its next hole. */
function readTemplate(state: State, start: number): number {
  const { text } = state;
  let at = start + 1;
  while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += lengthAt(text, at);
  if (text[at] === '$') state.holes.push(0);
  return push(state, 'string', start, Math.min(at + (text[at] === '$' ? 2 : 1), text.length));
}

/** After the flags of a regular expression; null where it does not end on its line. */
function endOfExpression(text: string, start: number): number | null {
  let isInClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charAt(at);
    if (/[\r\n\u2028\u2029]/.test(sign)) return null;
    if (sign === '\\') at++;
    else if (sign === '[' || sign === ']') isInClass = sign === '[';
    else if (sign === '/' && !isInClass) return at + 1 + (/^\w*/.exec(text.slice(at + 1, at + 21))?.[0].length ?? 0);
  }
  return null;
}

/** A regular expression, a division, or the end of what can be told. */
function readSlash(state: State, at: number): number {
  const { text } = state;
  const kind = slashAfter(state);
  if (kind === 'division') return push(state, 'sign', at, at + 1);
  const line = /[^\r\n\u2028\u2029]*/y;
  line.lastIndex = at + 1;
  // A regular expression ends on its line.
  if (kind === 'unknown' && !(line.exec(text)?.[0] ?? '').includes('/')) return push(state, 'sign', at, at + 1);
  const end = kind === 'expression' ? endOfExpression(text, at) : null;
  if (end !== null) return push(state, 'string', at, end);
  for (const { index, 0: rest } of text.slice(at).matchAll(/[^\r\n]+/g)) {
    push(state, 'rest', at + index, at + index + rest.length);
  }
  return text.length;
} // prettier-ignore

/** Words after which a value begins. */
const beforeValue = /^(?:return|typeof|case|in|do|else|void|delete|throw|new|instanceof)$/;

/** What a slash is, by what stands before it. */
function slashAfter({ text, tokens }: State): 'expression' | 'division' | 'unknown' {
  const last = tokens.at(-1);
  if (!last) return 'expression';
  const written = text.slice(last.start, last.end);
  const previous = tokens.at(-2);
  const sign = previous?.kind === 'sign' ? text.charAt(previous.start) : '';
  if (last.kind === 'string') return written.endsWith('${') ? 'expression' : 'division';
  if (last.kind === 'word') {
    if (/^(?:yield|await|of)$/.test(written) || (sign === '.' && beforeValue.test(written))) return 'unknown';
    return beforeValue.test(written) ? 'expression' : 'division';
  }
  if (written === ']') return 'division';
  if ('(,=:[&|?{;*%<~^'.includes(written) || (written === '>' && sign === '=')) return 'expression';
  // TypeScript's `value!` ends a value.
  if (written === '!') return sign !== '' && '(,=:[&|?{;>'.includes(sign) ? 'expression' : 'unknown';
  return '+-'.includes(written) && sign !== written ? 'expression' : 'unknown';
}
