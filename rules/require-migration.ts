import { defineRule } from '../src/rule.ts';

export default defineRule({
  description: 'Require a migration in each change of what the schema is generated from',
  level: 1,
  judges: ['schema source'],
  messages: {
    missing:
      '{{path}} says what the database should look like, and changes without a migration: databases stay as they are, ' +
      'and the code asks for what is not there.\n' +
      '-- Generate the migration, read it, and add it to the same change; if nothing of the database changes, go on.',
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  needsHistory: true,
  *check({ path, history }) {
    if (history?.migrations.length === 0) yield { messageId: 'missing', range: [0, 0], data: { path } };
  },
});
