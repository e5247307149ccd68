import { tokenize } from '../sql/tokens.ts';

/** The most rows that one INSERT takes. */
const rowsAtOnce = 500;

/**
 * The rows after a `COPY … FROM STDIN` as INSERT statements: not every engine takes rows from a client. Null for a COPY that is not in the
 * text format with its defaults, and for one that names no columns and has no rows to count them by.
 */
export function insertsFor(copy: string, data: string): readonly string[] | null {
  const head = headOf(copy);
  if (head === null) return null;
  const lines = data.replace(/\r\n/g, '\n').split('\n').filter((line, index) => !(index === 0 && line === ''));
  const end = lines.indexOf('\\.');
  const rows = (end < 0 ? lines : lines.slice(0, end)).map((line) => `(${line.split('\t').map(valueOf).join(', ')})`);
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, at) => {
    const some = rows.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce);
    return `INSERT INTO ${head} OVERRIDING SYSTEM VALUE VALUES ${some.join(', ')}`;
  });
} // prettier-ignore

/** Whether a statement waits for rows from a client. */
export function isCopyFromClient(sql: string): boolean {
  const words = tokenize(sql, [0, sql.length]).map(({ start, end }) => sql.slice(start, end).toLowerCase());
  return words[0] === 'copy' && words.some((word, index) => word === 'from' && words[index + 1] === 'stdin');
}

/** The table with its columns, as written; null where options follow. */
function headOf(copy: string): string | null {
  const words = tokenize(copy, [0, copy.length]).map((token) => ({ ...token, written: copy.slice(token.start, token.end).toLowerCase() }));
  const from = words.findLastIndex(({ written }) => written === 'from');
  if (words[0]?.written !== 'copy' || from < 0 || words[from + 1]?.written !== 'stdin') return null;
  const rest = words.slice(from + 2).map(({ written }) => written);
  if (rest.length > 0 && rest.join(' ') !== ';') return null;
  return copy.slice(words[0].end, words[from]?.start).trim();
} // prettier-ignore

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** One field of COPY's text format as a literal (manual, "COPY", "Text Format"). */
function valueOf(field: string): string {
  if (field === '\\N') return 'NULL';
  const text = field.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[^])/g, (_, escaped: string) => {
    if (/^x./.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (/^[0-7]/.test(escaped)) return String.fromCharCode(Number.parseInt(escaped, 8) & 0xff);
    return escapes[escaped] ?? escaped;
  });
  return `'${text.replaceAll("'", "''")}'`;
}
