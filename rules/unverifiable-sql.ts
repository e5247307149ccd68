import { defineRule } from '../src/rule.ts';

export default defineRule({
  description: 'Disallow running SQL whose text cannot be known from the migration',
  level: 2,
  messages: {
    unverifiable:
      '{{what}} runs what is not in this file, so nobody can tell from here what it destroys.\n' +
      '-- Write the statements out; or, when you have read what it runs, say so on the line before:\n' +
      '-- farout-guard-disable-next-line unverifiable-sql -- what it runs',
    unreadable:
      'This file cannot be judged ({{what}}), and nobody should run what nobody can read.\n' +
      '-- Commit the SQL itself as text; of git-lfs: git lfs pull, or git lfs untrack for migrations.',
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
          const { what, range, disagreement } = operation;
          if (migration.subject === 'unreadable file') yield { messageId: 'unreadable', range, data: { what } };
          else if (disagreement === undefined) yield { messageId: 'unverifiable', range, data: { what } };
          else yield { messageId: 'disputed', range, data: { disagreement } };
        }
  },
});
