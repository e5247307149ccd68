import type { Stumble } from './perform.ts';

/** PostgreSQL's words, with what it adds to them. */
export function inWords({ failure }: Stumble): string {
  const { code, message, detail, hint } = failure;
  const more = [detail, hint].filter((each) => each !== undefined).map((each) => each.replace(/\.$/, ''));
  return [`${message}${code === '' ? '' : ` (${code})`}`, ...more].join('. ');
}

/** Which rows a table must hold for that. */
export function rowsThat({ failure: { code, column, table } }: Stumble): string {
  const where = column !== undefined ? ` in ${table ?? ''}.${column}` : table !== undefined ? ` in ${table}` : '';
  const kinds: Readonly<Record<string, string>> = { 23502: 'NULL', 23505: 'equal values', 23503: 'values that nothing refers to', 23514: 'values against a check', '22P02': 'values that cannot be converted' }; // prettier-ignore
  return `${kinds[code] ?? 'rows'}${where}`;
}
