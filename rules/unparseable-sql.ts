import { defineRule } from '../src/rule.ts';

export default defineRule({
  description: 'Disallow SQL that PostgreSQL cannot parse',
  level: 2,
  messages: {
    unparseable: 'PostgreSQL cannot parse this statement: {{message}}. What cannot be read cannot be judged.',
    placeholder:
      'With the placeholder {{placeholder}} in it, this is no SQL that can be read: {{message}}. ' +
      'Use placeholders where a name or a value stands.',
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  *check(migration) {
    for (const { statements } of migration.sections)
      for (const operation of statements.flatMap(({ operations }) => operations)) {
        if (operation.kind !== 'unparseable') continue;
        const { placeholder, message, range } = operation;
        if (placeholder === null) yield { messageId: 'unparseable', range, data: { message } };
        else yield { messageId: 'placeholder', range, data: { message, placeholder } };
      }
  },
});
