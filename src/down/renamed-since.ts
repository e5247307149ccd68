import { quoteIdentifier } from '../sql/quote.ts';
import { tokenize } from '../sql/tokens.ts';
import type { Name } from '../types.ts';
import { isSameName, type Past, tableAfter } from './past.ts';
import { nameOf } from './pieces.ts';

/** A part of a table's definition in the names that its table and columns have now. */
export function renamedSince(text: string, since: Past, table: Name): string {
  let [written, of] = [text, table];
  for (const { operation } of since) {
    if (operation.kind === 'rename' && operation.object === 'column' && isSameName(operation.of, of))
      written = withName(written, operation.from, operation.to);
    const next = tableAfter(operation, of);
    if (next.name !== of.name) written = withName(written, of.name, next.name);
    of = next;
  }
  return written;
}

/** What a column of a table is called now. */
export function columnSince(column: string, since: Past, table: Name): string {
  let [name, of] = [column, table];
  for (const { operation } of since) {
    const isIt = operation.kind === 'rename' && operation.object === 'column' && operation.from === name;
    if (isIt && isSameName(operation.of, of)) name = operation.to;
    of = tableAfter(operation, of);
  }
  return name;
}

/** The text with another name wherever one stands. */
function withName(text: string, from: string, to: string): string {
  return tokenize(text)
    .filter((token) => nameOf(text, token) === from)
    .reduceRight((written, { start, end }) => written.slice(0, start) + quoteIdentifier(to) + written.slice(end), text);
}
