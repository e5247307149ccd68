import { ineffectiveGuards } from '../src/effect/ineffective.ts';
import { replaceStatement } from '../src/effect/whole-statement.ts';
import { directionDefaults, directionSchema } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';

export default defineRule({
  description: 'Disallow guards that do not do what they say',
  level: 2,
  messages: {
    handler:
      'The exception handler does not guard {{subject}}: a second run raises {{raised}}, and it catches {{handlers}}.\n{{sql}}',
    column:
      'Where {{subject}} is there already, IF NOT EXISTS leaves out its {{lost}} constraint as well.\n-- Guard each by itself:\n{{sql}}',
    conflict:
      'ON CONFLICT needs a unique key, and this migration gives none to the table: a second run puts in {{subject}} again.\n{{sql}}',
    generated:
      'ON CONFLICT never applies: the only key is made anew for each row, so a second run puts in {{subject}} again.\n{{sql}}',
    concurrently:
      'IF NOT EXISTS also keeps {{subject}} when a failed build has left it invalid; it then serves no query.\n' +
      '-- Drop what is left of it first:\n{{sql}}',
  },
  schema: directionSchema,
  defaults: directionDefaults,
  *check(migration, { directions }) {
    const { sections, words } = migration;
    for (const direction of directions) {
      const ofDirection = sections.filter((section) => section.direction === direction);
      for (const { kind, operation, statement, data } of ineffectiveGuards(ofDirection, words)) {
        const edits = () => statement && replaceStatement(migration, statement, data.sql);
        const suggestions = () => [
          { message: 'Drop what is left of it first', edits: edits() ?? [], mends: true as const },
        ];
        yield { messageId: kind, range: operation.range, data, suggestions };
      }
    }
  },
});
