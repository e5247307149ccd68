import { appendWayBack } from '../src/effect/append-way-back.ts';
import { type WayBackOptions, wayBackProblem } from '../src/effect/way-back.ts';
import { defineRule } from '../src/rule.ts';

const remedy =
  '\n-- What would undo it:\n{{sql}}\n' +
  '-- If nothing can undo it, say so at the top of the migration: -- farout-guard: irreversible -- <reason>';

const defaults: WayBackOptions = { data: false, frameworksWithoutDown: false };

export default defineRule({
  description: 'Require a down migration that undoes each change of the up migration',
  level: 2,
  messages: {
    missing: `There is no way back: {{place}} is missing. Nothing undoes {{list}}.${remedy}`,
    throws: `There is no way back: {{place}} does nothing but throw. Nothing undoes {{list}}.${remedy}`,
    empty: `There is no way back: {{place}} does nothing. Nothing undoes {{list}}.${remedy}`,
    differs: `The way back makes another schema than there was: after {{place}}, {{list}}.\n-- What would restore it:\n{{sql}}`,
    fails: `The way back cannot run: {{place}} fails, for {{list}}.`,
    incomplete: `The way back is not complete: {{place}} does not undo {{list}}.${remedy}`,
  },
  schema: {
    type: 'object',
    properties: { data: { type: 'boolean' }, frameworksWithoutDown: { type: 'boolean' } },
    additionalProperties: false,
  },
  defaults,
  *check(migration, options) {
    const problem = wayBackProblem(migration, options);
    if (!problem) return;
    yield {
      ...problem,
      data: { ...problem.data },
      suggestions: () => [appendWayBack(migration, problem.data.sql)],
    };
  },
});
