import { moveCommands } from '../src/git-commands.ts';
import { listNames } from '../src/name-list.ts';
import { defineRule, type Problem } from '../src/rule.ts';
import type { Migration } from '../src/types.ts';

interface Options {
  /** For tools that are set to run what comes late, such as Flyway with `outOfOrder`. */
  readonly allowOutOfOrder: boolean;
}

const defaults: Options = { allowOutOfOrder: false };

export default defineRule({
  description: 'Require new migrations to come after those of the base branch, each with a version of its own',
  level: 2,
  messages: {
    late:
      'This would run before {{newest}}, which the base branch has already{{more}}. A database that is that far skips it, ' +
      'refuses it or runs it late, while a new one runs it first.\n-- {{remedy}}',
    shared:
      'Version {{version}} is also that of {{others}}: databases tell them apart by their whole names, and new ones run them ' +
      'in the order of the alphabet.\n-- {{remedy}}',
    duplicate:
      'Version {{version}} is also that of {{others}}: a tool runs only one of them, refuses them, or takes them in any order.\n' +
      '-- {{remedy}}',
  },
  schema: { type: 'object', properties: { allowOutOfOrder: { type: 'boolean' } }, additionalProperties: false },
  defaults,
  needsHistory: true,
  *check(migration, { allowOutOfOrder }) {
    const { filename, history } = migration;
    if (!history) return;
    const { later, namesakes, sharesVersion } = history;
    const remedy = remedyFor(migration, history.free ?? migration.path);
    if (later.length > 0 && !allowOutOfOrder && (namesakes.length === 0 || sharesVersion)) {
      const more = later.length > 1 ? `, and before ${later.length - 1} more` : '';
      yield problem('late', { newest: `"${later.at(-1)}"`, more, remedy });
    } else if (namesakes.length > 0) {
      const data = { version: filename.version ?? '', others: listNames(namesakes), remedy };
      yield sharesVersion ? { ...problem('shared', data), level: 1 } : problem('duplicate', data);
    }
  },
});

type Id = 'late' | 'duplicate' | 'shared';

function problem(messageId: Id, data: Readonly<Record<string, string>>): Problem<Id> {
  return { messageId, range: [0, 0], data };
}

function remedyFor(migration: Migration, free: string): string {
  // drizzle-kit keeps the order in a list of its own.
  if (migration.adapter === 'drizzle')
    return 'Take the base branch in, delete this one with its snapshot, and generate it again: npx drizzle-kit generate';
  const moves = `Give it the next version:\n${moveCommands(migration, free)}`;
  // It reads the time at the end of the name of the class.
  if (migration.adapter === 'typeorm')
    return `${moves}\n-- and put the same number at the end of the name of its class`;
  return migration.adapter === 'atlas' ? `${moves}\natlas migrate hash` : moves;
}
