import { tokenize, type Token } from '../sql/tokens.ts';
import { closingOf, nameOf, pieceOf, splitTop, wordOf, type Piece } from './pieces.ts';

/** One part of a column's definition, such as `DEFAULT now()`. */
export interface Clause {
  readonly kind: 'type' | 'default' | 'not null' | 'null' | 'unique' | 'primary' | 'check' | 'references' | 'generated' | 'other';
  /** As written, without `CONSTRAINT <name>`. */
  readonly text: string;
  /** The name of a constraint, where it has one. */
  readonly name: string | null;
} // prettier-ignore

/** The elements of the list of a CREATE TABLE, as written. */
export function elementsOf(statement: string): readonly Piece[] {
  const tokens = tokenize(statement);
  const open = tokens.findIndex((token) => wordOf(statement, token) === '(');
  if (open < 0) return [];
  return splitTop(statement, tokens.slice(open + 1, closingOf(statement, tokens, open)));
}

const tableLevel = new Set(['constraint', 'primary', 'unique', 'check', 'foreign', 'exclude', 'like']);

/** The name of the column that an element defines; empty for constraints and the like. */
export function columnNameOf({ source, tokens: [first] }: Piece): string {
  return first?.kind === 'word' && tableLevel.has(wordOf(source, first)) ? '' : nameOf(source, first);
}

/** The definition of a column in `ADD COLUMN IF NOT EXISTS name type …`. */
export function addedColumn(action: string): Piece | null {
  const tokens = tokenize(action);
  const words = tokens.map((token) => wordOf(action, token));
  let at = words[0] === 'add' ? 1 : 0;
  if (words[at] === 'column') at++;
  if (words[at] === 'if') at += 3;
  return tokens.length > at ? pieceOf(action, tokens.slice(at)) : null;
}

const starts: Readonly<Record<string, Clause['kind']>> = {
  constraint: 'other',
  not: 'not null',
  null: 'null',
  default: 'default',
  unique: 'unique',
  primary: 'primary',
  check: 'check',
  references: 'references',
  generated: 'generated',
  collate: 'other',
  compression: 'other',
  storage: 'other',
};

/** The clauses of a column's definition, its type first. */
export function clausesOf(column: Piece): readonly Clause[] {
  const { source, tokens } = column;
  const found: { kind: Clause['kind']; name: string | null; tokens: Token[] }[] = [];
  let open: { kind: Clause['kind']; name: string | null; tokens: Token[] } = { kind: 'type', name: null, tokens: [] };
  let depth = 0;
  let pending: string | null = null;
  for (let index = 1; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const word = wordOf(source, token);
    if (depth === 0 && isStart(source, tokens, index)) {
      if (word === 'constraint') {
        pending = nameOf(source, tokens[++index]);
        continue;
      }
      found.push(open);
      open = { kind: starts[word] ?? 'other', name: pending, tokens: [] };
      pending = null;
    }
    if (word === '(' || word === '[') depth++;
    if (word === ')' || word === ']') depth--;
    open.tokens.push(token);
  }
  return [...found, open].map(({ kind, name, tokens: own }) => ({ kind, name, text: pieceOf(source, own).text }));
}

/** Some of the words also stand inside of clauses: `ON DELETE SET NULL`, `BY DEFAULT`, `NULLS NOT DISTINCT`. */
function isStart(source: string, tokens: readonly Token[], index: number): boolean {
  const [before, word, after] = [-1, 0, 1].map((offset) => wordOf(source, tokens[index + offset]));
  if (tokens[index]?.kind !== 'word' || word === undefined || !Object.hasOwn(starts, word)) return false;
  if (before === 'set' || before === 'by' || before === 'default' || before === 'not' || before === '.') return false;
  return word !== 'not' || after === 'null';
}

/** A column's definition out of its clauses: `name type …`. */
export function columnText(name: string, clauses: readonly Clause[]): string {
  const parts = clauses.map(({ kind, text, name: own }) => (own !== null && kind !== 'type' ? `CONSTRAINT ${own} ${text}` : text));
  return [name, ...parts].join(' ');
} // prettier-ignore
