/**
 * A text that a regular expression should match, short and made of plain characters; another one for another `variant`. It reads what checks
 * commonly hold (classes, groups, alternatives, counts); of the rest it makes something that may not match.
 */
export function patternSample(pattern: string, variant: number): string {
  const reader: Reader = { pattern, at: 0, variant };
  const found = alternatives(reader);
  return reader.at < pattern.length ? '' : found;
}

interface Reader {
  readonly pattern: string;
  at: number;
  readonly variant: number;
}

const classes: Readonly<Record<string, string>> = { d: '1234', w: 'abcd', s: ' ', D: 'abcd', S: 'abcd', W: '-' };
const named: Readonly<Record<string, string>> = {
  alpha: 'abcd',
  alnum: 'abcd',
  digit: '1234',
  lower: 'abcd',
  upper: 'ABCD',
  space: ' ',
  xdigit: 'abcd',
  punct: '-',
};
const plain = 'abcdABCD1234-_.@/ ';

function alternatives(reader: Reader): string {
  const found = [sequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at++;
    found.push(sequence(reader));
  }
  return found[reader.variant % found.length] ?? '';
}

function sequence(reader: Reader): string {
  let found = '';
  for (
    let sign = reader.pattern[reader.at];
    sign !== undefined && sign !== '|' && sign !== ')';
    sign = reader.pattern[reader.at]
  )
    found += repeated(reader, atom(reader));
  return found;
}

function atom(reader: Reader): string {
  const sign = reader.pattern[reader.at++] ?? '';
  if (sign === '^' || sign === '$') return '';
  if (sign === '.') return pick(reader, 'abcd');
  if (sign === '[') return bracket(reader);
  if (sign === '\\') return escape(reader);
  if (sign !== '(') return sign;
  const look = /^\?(?::|[=!]|<[=!])/.exec(reader.pattern.slice(reader.at))?.[0] ?? '';
  reader.at += look.length;
  const found = alternatives(reader);
  reader.at++;
  return look === '' || look === '?:' ? found : '';
}

function escape(reader: Reader): string {
  const sign = reader.pattern[reader.at++] ?? '';
  if (/[AZmMyYbB]/.test(sign)) return '';
  const set = classes[sign];
  return set === undefined ? sign : pick(reader, set);
}

const pick = ({ variant }: Reader, set: string) => set[variant % set.length] ?? '';

function bracket(reader: Reader): string {
  const found = /^(\^?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]/.exec(reader.pattern.slice(reader.at));
  if (!found) return '';
  const [whole, not, inside = ''] = found;
  reader.at += whole.length;
  const set = members(inside);
  return pick(reader, not === '^' ? [...plain].filter((sign) => !set.includes(sign)).join('') : set);
}

/** Some of the characters of a bracket expression. */
function members(inside: string): string {
  let found = '';
  for (const [part, name, escaped, from, to] of inside.matchAll(/\[:(\w+):\]|\\(.)|(.)-(.)|./gs)) {
    if (name !== undefined) found += named[name] ?? '';
    else if (escaped !== undefined) found += classes[escaped] ?? escaped;
    else if (from !== undefined && to !== undefined) found += span(from, to);
    else found += part;
  }
  return found;
}

function span(from: string, to: string): string {
  const [first, last] = [from.charCodeAt(0), to.charCodeAt(0)];
  return Array.from({ length: Math.max(0, Math.min(last - first + 1, 64)) }, (_, at) =>
    String.fromCharCode(first + at),
  ).join('');
}

/** How often: at least once where it may be, and little. */
function repeated(reader: Reader, found: string): string {
  const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(reader.pattern.slice(reader.at));
  if (!quantifier) return found;
  reader.at += quantifier[0].length;
  const least = quantifier[1];
  if (least !== undefined) return found.repeat(Math.min(Number(least) || (quantifier[2] === ',' ? 1 : 0), 1000));
  return quantifier[0].startsWith('?') ? '' : found;
}
