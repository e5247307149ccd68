import { isScript } from '../src/config/defaults.ts';
import { shorten } from '../src/name-list.ts';
import { defineRule } from '../src/rule.ts';
import type { Migration, Unverifiable } from '../src/types.ts';

const silence = '-- farout-guard-disable-next-line unverifiable-sql -- what it runs';
const inScript = `\n// Write the SQL out, or keep it in a constant of this file; or, when you have read what it runs, say so on the line before:\n// farout-guard-disable-next-line unverifiable-sql -- what it runs`;

export default defineRule({
  description: 'Disallow running SQL whose text cannot be known from the migration',
  level: 2,
  messages: {
    unverifiable:
      '{{what}} runs what is not in this file, so nobody can tell from here what it destroys.\n' +
      `-- Write the statements out; or, when you have read what it runs, say so on the line before:\n${silence}`,
    call: `{{what}} runs what is not in this file, so nobody can tell from here what it destroys.${inScript}`,
    reason: `{{reason}}, so nobody can tell from here what it destroys.${inScript}`,
    idle: 'This query is never executed, so it does nothing.\n// Execute it, or take it out.',
    framework:
      '{{reason}}, so nobody can tell from here what it destroys.\n' +
      '// Say in the configuration which framework does, such as "adapter": "knex"; if none does, name the file in "ignore".',
    file:
      '{{reason}}, so nobody can tell from here what it destroys.\n' +
      '// Mend it, or write its SQL out; if it is no migration, name the file in "ignore".',
    unreadable:
      'This file cannot be judged ({{what}}), and nobody should run what nobody can read.\n' +
      '-- Commit the SQL itself as text; of git-lfs: git lfs pull, or git lfs untrack for migrations.',
    unreadableScript:
      'This file cannot be judged ({{what}}), and nobody should run what nobody can read.\n' +
      '// Commit the script itself as text; of git-lfs: git lfs pull, or git lfs untrack for migrations.',
    disputed:
      'Two readers of SQL understand this statement differently: {{disagreement}}. Nobody should run what can be misread.\n' +
      '-- Write it more plainly; or, when you know what it does, say so on the line before:\n' +
      '-- farout-guard-disable-next-line unverifiable-sql -- what it does',
  },
  judges: ['migration', 'unreadable file'],
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  *check(migration) {
    for (const { statements } of migration.sections)
      for (const operation of statements.flatMap(({ operations }) => operations))
        if (operation.kind === 'unverifiable') {
          const { what, range, disagreement = '' } = operation;
          const reason = reasonOf(operation, migration);
          yield { messageId: messageFor(operation, migration), range, data: { what, disagreement, reason } };
        }
  },
});

/** A long expression is told as it is written, not by the name that it has in the SQL. */
function reasonOf({ what, range, reason = '' }: Unverifiable, { text }: Migration): string {
  return what.startsWith('${') && what.includes(' …')
    ? reason.replace(what, () => shorten(text.slice(...range)))
    : reason;
}

function messageFor({ what, disagreement, reason }: Unverifiable, { subject, path }: Migration) {
  if (subject === 'unreadable file') return isScript(path) ? 'unreadableScript' : 'unreadable';
  if (disagreement !== undefined) return 'disputed';
  if (reason === undefined) return isScript(path) ? 'call' : 'unverifiable';
  if (reason.endsWith('runs this file')) return 'framework';
  if (reason.startsWith('It is never executed')) return 'idle';
  return what === 'This file' ? 'file' : 'reason';
}
