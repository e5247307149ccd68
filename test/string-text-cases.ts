import { parse as parseTypeScript } from '@typescript-eslint/parser';
import fc from 'fast-check';
import { parseSync } from 'oxc-parser';
import { constant, hole, quasiText, stringText, type Text } from '../src/script/string-text.ts';
import type { Edit, Range } from '../src/types.ts';

/** What the tests look at in the trees of all parsers. */
export interface Node {
  readonly type: string;
  readonly range: Range;
  readonly name: string;
  readonly value: string & { readonly raw: string; readonly cooked: string };
  readonly left: Node;
  readonly right: Node;
  readonly tag: Node;
  readonly quasi: Node;
  readonly quasis: readonly Node[];
  readonly expressions: readonly Node[];
  readonly declarations: readonly { readonly init: Node }[];
}

/** A parser; it gives the first variable's value, or throws. */
export type Parser = (source: string) => Node;

const first = (body: unknown) => (body as readonly Node[])[0]!.declarations[0]!.init;

const oxc =
  (lang: 'ts' | 'js', astType: 'ts' | 'js'): Parser =>
  (source) => {
    const { errors, program } = parseSync(`a.${lang}`, source, { lang, astType, range: true });
    if (errors.length > 0) throw new Error(errors[0]!.message);
    return first(program.body);
  };

/** Two of them count the signs around a part of a template to its range, one does not. */
export const parsers = {
  'typescript-eslint': (source: string) => first(parseTypeScript(source, { range: true }).body),
  'oxc, TypeScript': oxc('ts', 'ts'),
  'oxc, JavaScript': oxc('js', 'ts'),
  'oxc, JavaScript, plain ESTree': oxc('js', 'js'),
} satisfies Record<string, Parser>;

/** What the constant of the expressions holds. */
export const known = "'known' ${😀}";

/** A tree's text, segment by segment, as the reader of scripts puts it together. */
export function textOf(node: Node, source: string): Text {
  switch (node.type) {
    case 'Literal':
      return stringText(node, source);
    case 'BinaryExpression':
      return [...textOf(node.left, source), ...textOf(node.right, source)];
    case 'TemplateLiteral':
      return templateText(node, source, false);
    case 'TaggedTemplateExpression':
      return templateText(node.quasi, source, true);
    default:
      return [node.name === 'known' ? constant(known, node.range) : hole(source.slice(...node.range), node.range)];
  }
}

function templateText(node: Node, source: string, raw: boolean): Text {
  return node.quasis.flatMap((quasi, index) => {
    const expression = node.expressions[index];
    return [...quasiText(quasi, source, { raw }), ...(expression ? textOf(expression, source) : [])];
  });
}

/** The same by the parser's own values. */
export function valueOf(node: Node, source: string): string {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'BinaryExpression':
      return valueOf(node.left, source) + valueOf(node.right, source);
    case 'TemplateLiteral':
      return templateValue(node, source, ({ value }) => value.cooked);
    case 'TaggedTemplateExpression':
      return templateValue(node.quasi, source, ({ value }) => value.raw.replaceAll(/\r\n?/g, '\n'));
    default:
      return node.name === 'known' ? known : `\${${source.slice(...node.range)}}`;
  }
}

function templateValue(node: Node, source: string, read: (quasi: Node) => string): string {
  return node.quasis
    .map((quasi, index) => {
      const expression = node.expressions[index];
      return read(quasi) + (expression ? valueOf(expression, source) : '');
    })
    .join('');
}

/** The names in the expression: no change of a text may make one appear or vanish. */
export function namesOf(node: Node, source: string): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return [];
    case 'BinaryExpression':
      return [node.left, node.right].flatMap((side) => namesOf(side, source));
    case 'TemplateLiteral':
      return node.expressions.flatMap((expression) => namesOf(expression, source));
    case 'TaggedTemplateExpression':
      return namesOf(node.quasi, source);
    default:
      return [source.slice(...node.range)];
  }
}

/** The source after an edit. */
export function applied(source: string, { range, text }: Edit): string {
  return source.slice(0, range[0]) + text + source.slice(range[1]);
}

/** A piece of a written literal: what it says, and how. `literal` numbers the literal; a fixed piece has none. */
interface Piece {
  readonly kind: 'verbatim' | 'escape' | 'hole' | 'constant';
  readonly text: string;
  readonly written: string;
}

/** A literal, a name beside it, or a template with names in it. */
export type Part =
  | { readonly quote: "'" | '"' | '`' | 'raw'; readonly pieces: readonly Piece[] }
  | { readonly quote: null; readonly pieces: readonly [Piece] };

const piece = (text: string, written: string): Piece => ({
  kind: text === written ? 'verbatim' : 'escape',
  text,
  written,
});

const words = ['DROP TABLE ', 'users', ' WHERE ', '--', '/*', 'x', '9', '0', '7', '{', '}', '$', '${', ';', '(', ' '];
const signs = ["'", '"', '`', '\\', '\n', '\r', '\t', '\b', '\v', '\f', '\0', '\u2028', '\u2029', '😀', 'é', '\ufeff'];
const names: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\v': 'v', '\f': 'f' };

export const replacement = fc
  .array(fc.oneof(fc.constantFrom(...words), fc.constantFrom(...signs)), { maxLength: 4 })
  .map((all) => all.join(''));

const fixed = fc.constantFrom<Piece>(
  { kind: 'hole', text: '${name}', written: 'name' },
  { kind: 'hole', text: '${process.env.T}', written: 'process.env.T' },
  { kind: 'constant', text: known, written: 'known' },
);

const plain = fc.constantFrom(...words).chain((word) => fc.constant([...word].map((sign) => piece(sign, sign))));

/** One sign, written in one of the ways that the quote allows; octal ones only where asked for. */
function escaped(quote: "'" | '"' | '`', octals: boolean): fc.Arbitrary<Piece[]> {
  return fc.tuple(fc.constantFrom(...signs, ...words.join('')), fc.nat(9), fc.nat(3)).map(([sign, way, zeros]) => {
    const code = sign.codePointAt(0)!;
    const hexadecimal = code.toString(16);
    const ways = [
      `\\u{${'0'.repeat(zeros)}${hexadecimal}}`,
      ...(code < 0x100 ? [`\\x${hexadecimal.padStart(2, '0')}`] : []),
      ...(code < 0x10000 ? [`\\u${hexadecimal.toUpperCase().padStart(4, '0')}`] : []),
      ...(names[sign] ? [`\\${names[sign]}`] : []),
      ...(sign === '\0' ? ['\\0'] : []),
      ...(octals && quote !== '`' && code < 0x100 ? [`\\${code.toString(8)}`] : []),
      ...(octals && quote !== '`' && code < 8 ? [`\\0${code.toString(8)}`] : []),
      ...(/[^\w\s\0]|[A-Zaegjkmqswz]/u.test(sign) ? [`\\${sign}`, `\\${sign}`] : []),
      ...(quote === '`' && sign === '\n' ? ['\n', '\r', '\r\n'] : []),
      ...(/[\t\v\f\b\u2028\u2029é\ufeff]|😀/u.test(sign) ? [sign] : []),
    ];
    if (code > 0xffff && way === 9) return [...sign.split('')].map((half) => piece(half, `\\u${half.charCodeAt(0).toString(16)}`)); // prettier-ignore
    return [piece(sign, ways[way % ways.length]!)];
  });
}

const continued = fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\u2029').map((sign) => [piece('', `\\${sign}`)]);

/** What follows would be read as one with what goes before: then it is written so that nothing is. */
function apart(quote: string, before: Piece, { text, written }: Piece): Piece[] {
  const joins =
    (quote === '`' && before.written.endsWith('$') && written.startsWith('{')) ||
    (before.written.endsWith('\r') && written.startsWith('\n')) ||
    (/^\\[0-7]{1,2}$/.test(before.written) && /^\d/.test(written));
  return joins
    ? [piece(text, `\\u${text.charCodeAt(0).toString(16).padStart(4, '0')}`)]
    : [{ ...piece(text, written) }];
}

function literal(quote: "'" | '"' | '`', octals: boolean): fc.Arbitrary<Part> {
  const inside = quote === '`' ? [{ weight: 1, arbitrary: fixed.map((one) => [one]) }] : [];
  return fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: plain },
        { weight: 4, arbitrary: escaped(quote, octals) },
        { weight: 1, arbitrary: continued },
        ...inside,
      ),
      { maxLength: 5 },
    )
    .map((groups) => {
      const pieces: Piece[] = [];
      for (const next of groups.flat()) {
        const before = pieces.at(-1);
        const isHidden = !before || before.kind === 'hole' || before.kind === 'constant';
        pieces.push(
          ...(isHidden || next.kind === 'hole' || next.kind === 'constant' ? [next] : apart(quote, before, next)),
        );
      }
      return { quote, pieces };
    });
}

const rawSigns = [...words.flatMap((word) => word.split('')).filter((sign) => sign !== '$'), '\\x', '\\u', '\\`', '\\\\', '\\${', "'", '😀', '\u2028', '\t']; // prettier-ignore

const raw: fc.Arbitrary<Part> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...rawSigns).map((sign) => [...sign].map((one) => piece(one, one))) },
      { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r').map((sign) => [piece('\n', sign)]) },
      { weight: 1, arbitrary: fixed.map((one) => [one]) },
    ),
    { maxLength: 6 },
  )
  .map((groups) => ({ quote: 'raw', pieces: groups.flat() }));

const alone = fixed.map((one): Part => ({ quote: null, pieces: [one] }));

/** Several literals and names, one after the other. */
export const parts = (octals: boolean) =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: literal("'", octals) },
      { weight: 3, arbitrary: literal('"', octals) },
      { weight: 5, arbitrary: literal('`', octals) },
      { weight: 2, arbitrary: raw },
      { weight: 1, arbitrary: alone },
    ),
    { minLength: 1, maxLength: 4 },
  );

/** A piece with its place. Pieces of one literal, or of one stretch of a template between two holes, have one number. */
export interface Placed extends Piece {
  readonly literal: number;
  readonly isRaw: boolean;
  readonly source: Range;
}

/** The source of an expression, with each piece in its place; an empty literal has one empty piece. */
export function written(all: readonly Part[]): { readonly source: string; readonly pieces: readonly Placed[] } {
  const pieces: Placed[] = [];
  let source = 'const text = ';
  let literalNumber = 0;
  all.forEach(({ quote, pieces: own }, index) => {
    if (index > 0) source += ' + ';
    source += quote === null ? '' : quote === 'raw' ? 'String.raw`' : quote;
    const add = (one: Piece): void => {
      pieces.push({ ...one, literal: literalNumber, isRaw: quote === 'raw', source: [source.length, source.length + one.written.length] }); // prettier-ignore
      source += one.written;
    };
    let isEmpty = quote !== null;
    literalNumber++;
    for (const one of own) {
      const isFixed = one.kind === 'hole' || one.kind === 'constant';
      if (isFixed && quote !== null) {
        if (isEmpty) add(piece('', ''));
        source += '${';
        add(one);
        source += '}';
        literalNumber++;
        isEmpty = true;
      } else {
        add(one);
        isEmpty = false;
      }
    }
    if (isEmpty) add(piece('', ''));
    source += quote === null ? '' : quote === 'raw' ? '`' : quote;
  });
  return { source, pieces };
}
