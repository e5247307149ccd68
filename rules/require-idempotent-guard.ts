import { guardMends } from '../src/effect/guard-mends.ts';
import { repeatProblem } from '../src/effect/repeat-problem.ts';
import { secondRun } from '../src/effect/second-run.ts';
import { type DirectionOptions, directionDefaults, directionSchema } from '../src/rule-operations.ts';
import { defineRule } from '../src/rule.ts';

const guard = '\n-- This runs any number of times:\n{{sql}}';

const defaults: DirectionOptions & { readonly data: boolean } = { ...directionDefaults, data: true };

export default defineRule({
  description: 'Require statements that can run a second time without failing or changing anything',
  level: 2,
  messages: {
    exists: `A second run fails here: {{subject}} is there already.${guard}`,
    missing: `A second run fails here: {{subject}} is no longer there.${guard}`,
    fails: `A second run fails here: this can be done to {{subject}} only once.${guard}`,
    duplicates: `A second run makes {{subject}}, which does the same under another name.${guard}`,
    rows: `A second run puts the rows in again or fails at a unique key: {{subject}}.${guard}`,
    changes: `A second run changes {{subject}} once more.${guard}`,
  },
  schema: {
    ...directionSchema,
    properties: { ...directionSchema.properties, data: { type: 'boolean' } },
  },
  defaults,
  fixable: true,
  *check(migration, { directions, data }) {
    const { sections, words } = migration;
    for (const direction of directions) {
      const ofDirection = sections.filter((section) => section.direction === direction);
      for (const repeat of secondRun(ofDirection, words)) {
        const { operation, isHandledWrongly } = repeat;
        // A wrong handler is what no-ineffective-guard finds.
        if (isHandledWrongly || (!data && (operation.kind === 'insert' || operation.kind === 'update'))) continue;
        yield { ...repeatProblem(repeat, words), range: operation.range, ...guardMends(repeat, migration) };
      }
    }
  },
});
