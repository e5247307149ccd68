import type { TableVolume, Volume } from '../approval/record.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Bytes as people say them: `8.0 MB`. */
export function sizeWords(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1024 ** power).toFixed(1)} ${units[power]}`;
}

/** `public.orders: 12,345 rows (counted), 1.2 MB` */
function amountWords({ table, rows, exact, bytes }: TableVolume): string {
  const number = rows.toLocaleString('en-US');
  const amount = exact ? `${number} ${rows === 1 ? 'row' : 'rows'} (counted)` : `about ${number} rows (by statistics)`;
  return `${table}: ${amount}, ${sizeWords(bytes)}`;
}

const most = 20;

/** The volume, a table a line; of many the largest. */
export function volumeLines(volume: Volume): readonly string[] {
  if (!volume.known) return [`unknown: ${volume.why}`];
  const tables = [...volume.tables].sort((a, b) => b.bytes - a.bytes);
  const rest = tables.slice(most);
  const rows = rest.reduce((sum, each) => sum + each.rows, 0).toLocaleString('en-US');
  return [...tables.slice(0, most).map(amountWords), ...(rest.length > 0 ? [`${rest.length} more tables: ${rows} rows`] : [])]; // prettier-ignore
}
