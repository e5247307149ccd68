import type { Edit, Range } from '../types.ts';
import type { Quote } from './string-escape.ts';

/** What is written before and after a place in a literal; `before` has at least the last escape. */
interface Around {
  readonly before: string;
  readonly after: string;
}

/** The edit that puts `text` at a range of a literal; what would be read as one with what stands beside it is written apart. */
export function write(text: string, quote: Quote, range: Range, { before, after }: Around): Edit {
  if (quote === 'raw') return { range, text };
  const written = escape(text, quote);
  if (written === '' && isJoined(before, after, quote))
    return { range: [range[0], range[1] + 1], text: escapeOf(after.charAt(0)) };
  const first = isJoined(before, written, quote) ? escapeOf(written.charAt(0)) + written.slice(1) : written;
  const isOpening = quote === '`' && first.endsWith('$') && after.startsWith('{');
  return { range, text: isOpening ? `${first.slice(0, -1)}\\$` : first };
}

function escape(text: string, quote: Quote): string {
  if (quote === '`') return text.replaceAll(/[\\`\r]|\$(?=\{)/g, escapeOf);
  return text.replaceAll(/[\\'"\n\r\u2028\u2029]/g, (sign) =>
    /['"]/.test(sign) && sign !== quote ? sign : escapeOf(sign),
  );
}

function escapeOf(sign: string): string {
  if (sign === '\n') return '\\n';
  if (sign === '\r') return '\\r';
  if (/\d/.test(sign)) return `\\x${sign.charCodeAt(0).toString(16)}`;
  return sign > '\u007f' ? `\\u${sign.charCodeAt(0).toString(16)}` : `\\${sign}`;
}

/** Whether two pieces side by side are read as one: `$` and `{`, CR and LF, `\0` and a digit. */
function isJoined(before: string, after: string, quote: Quote): boolean {
  if (after.startsWith('{')) return quote === '`' && before.endsWith('$');
  if (after.startsWith('\n')) return before.endsWith('\r');
  return /^\d/.test(after) && /^\\[0-7]{1,2}$/.test(before);
}

/** Signs that end a literal or break it, and escapes, which hide them. */
const signs: Readonly<Record<Quote, RegExp>> = {
  "'": /\\(?:\r\n|[^])?|['\n\r]/g,
  '"': /\\(?:\r\n|[^])?|["\n\r]/g,
  '`': /\\[^]?|`|\$\{/g,
  raw: /\\[^]?|`|\$\{/g,
};

/** Whether a literal with this content would end at its own closing quote and not before or after. */
export function isWhole(content: string, quote: Quote): boolean {
  return [...content.matchAll(signs[quote])].every(([sign]) => sign.length > 1 && sign !== '${');
}
