import { editProblems } from '../src/edit-problems.ts';
import { defineRule } from '../src/rule.ts';

const restore = '(BASE is the base branch):\n{{restore}}';

export default defineRule({
  description: 'Disallow changing, renaming or deleting a migration that the base branch has',
  level: 2,
  judges: ['migration', 'deleted migration'],
  messages: {
    edited:
      'The base branch has this migration, and {{what}}. A database that ran it does not run it again, so it differs ' +
      'from a new one from now on; a tool with checksums (Flyway, Liquibase, sqlx) refuses to go on.\n' +
      `-- Write what must change as {{next}}, and put this one back ${restore}`,
    back:
      'On the base branch the way back of this migration is another: it {{what}}. No database that holds the migration ' +
      'has run it, so mending it is safe as long as it undoes what ran there.',
    backGone:
      'The way back of a migration is taken away, or a part of it: the base branch {{what}}. Where the migration ran, ' +
      'nothing undoes that any more.\n' +
      `-- Put it back ${restore}`,
    comments:
      'Nothing but comments or white space differs from the base branch, so databases stay the same; but a tool with ' +
      `checksums (Flyway, Prisma, sqlx) refuses a file that is different.\n-- Put it back ${restore}`,
    renamed:
      'The base branch has this migration as {{from}}. Databases know it by that name: under the new one it is missing ' +
      'there, or it runs a second time.\n-- Give it its name back:\n{{move}}',
    retitled:
      'The base branch has this migration as {{from}}. Databases know it by its version, which stays; who looks for it ' +
      'by the old name finds nothing.\n-- Give it its name back:\n{{move}}',
    moved: 'This migration moves with its folder; the base branch has it as {{from}}. {{note}}',
    deleted:
      'This deletes a migration that the base branch has. Databases that ran it keep what it did, new ones never get it, ' +
      'and what it destroyed or how to undo it is nowhere written any more.\n' +
      '-- Write what is to be undone as {{next}}; what only moved must be where `migrations` of the configuration finds it.\n' +
      `-- Bring it back ${restore}`,
    unknown:
      'What the base branch has under this name is no text, so nobody can tell whether this is the same migration.\n' +
      '-- Compare the two, and say so at the top of the file:\n' +
      '-- farout-guard-disable-file no-edit-migration -- what you compared',
  },
  schema: { type: 'object', properties: {}, additionalProperties: false },
  defaults: {},
  needsHistory: true,
  *check(migration) {
    const published = migration.history?.published;
    if (published) yield* editProblems(migration, published);
  },
});
