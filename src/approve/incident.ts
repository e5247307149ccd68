import type { ApprovalRecord, Backup } from '../approval/record.ts';
import { code, plain, shortened, sqlBlock } from '../report/markdown-text.ts';
import { sizeWords, volumeLines } from './amounts.ts';

/** Where it is kept what was destroyed and what went wrong, from the project's root. */
export const incidentsPath = 'INCIDENTS.md';

/** What that file begins with where there is none. */
export const incidentsHeading =
  '# Database incidents\n\nWhat was destroyed with permission, and what went wrong. Entries are never deleted.\n';

const longestStatement = 2000;

/** The entry of an approval: what it permits, and what is to be filled in when it has run. */
export function incidentOf(record: ApprovalRecord): string {
  const { id, rule, file, statement, destroys, volume, backup, reason, ticket, by, at, expires } = record;
  const day = (date: string) => date.slice(0, 10);
  const sql = sqlBlock(shortened(statement, longestStatement)).replaceAll(/^(?=.)/gm, '  ');
  return [
    `### ${day(at)}: ${plain(destroys.join(', '))} (${code(file)})`,
    '',
    `- **What**: ${rule} permitted in ${code(file)}:`,
    '',
    sql,
    '',
    `- **Data lost**: ${code(volumeLines(volume).join('; '))}`,
    `- **Approval**: ${code(id)}, by ${code(`${by.name} <${by.email}>`)}, until ${day(expires)}${ticket === null ? '' : `, ticket ${code(ticket)}`}: ${plain(reason)}`,
    `- **Backup**: ${code(backupWords(backup))}`,
    '- **When it ran, and what came of it**: (to be filled in)',
    '- **Lessons**: (to be filled in)',
    '',
  ].join('\n');
} // prettier-ignore

/** A backup in one line. */
export function backupWords(backup: Backup | null): string {
  if (backup === null) return 'none';
  if (backup.kind === 'stated') return `${backup.uri} (as stated: nobody has looked into it)`;
  return `${backup.path}, ${sizeWords(backup.bytes)}, SHA-256 ${backup.sha256} (${backup.checked})`;
}
