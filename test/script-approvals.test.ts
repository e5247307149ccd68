import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { lint } from '../src/lint.ts';
import { readScript } from './script-operations.ts';

const config = {
  rules: ['no-drop-table', 'no-drop-column', 'directive'].map((name) => ({ name, severity: 'error' as const, options: rules[name]?.defaults ?? {} })),
  adapter: null,
  postgres: 15,
  approvals: defaultApprovals,
}; // prettier-ignore

/** What is found in a body with an approval above it: each finding's words, with what became of it. */
function judge(body: string): readonly string[] {
  const text = `import type { Knex } from 'knex';\nexport async function up(knex: Knex) {\n  // farout-guard-approve no-drop-table, no-drop-column -- nobody reads it\n  ${body}\n}\n`;
  return lint(readScript(text), config).filter(({ rule }) => rule !== 'directive').map(({ range, approval }) => `${approval ? 'approved' : 'refused'} ${text.slice(...range)}`);
} // prettier-ignore

describe('an approval above a JavaScript statement permits one call of it', () => {
  it.each([
    ['one call', `await knex.schema.dropTable('a');`, [`approved dropTable('a')`]],
    ['all that one call sends', `await knex.raw('DROP TABLE a; DROP TABLE b');`, ['approved DROP TABLE a', 'approved DROP TABLE b']],
    ['a call in a loop over several', `await Promise.all(['a', 'b'].map((t) => knex.schema.dropTable(t)));`, ['approved dropTable(t)', 'approved dropTable(t)']],
    ['one of several calls', `await Promise.all([knex.schema.dropTable('a'), knex.schema.dropTable('b')]);`, [`approved dropTable('a')`, `refused dropTable('b')`]],
    ['one of a chain', `await knex.schema.dropTable('a').dropTable('b');`, [`approved dropTable('a')`, `refused dropTable('b')`]],
    ['one of those in a callback', `await knex.schema.alterTable('t', (t) => {\n    t.dropColumn('a');\n    t.dropColumn('b');\n  });`, [`approved dropColumn('a')`, `refused dropColumn('b')`]],
    ['one of those in a function that is run at once', `await (async () => {\n    await knex.schema.dropTable('a');\n    await knex.schema.dropTable('b');\n  })();`, [`approved dropTable('a')`, `refused dropTable('b')`]],
    ['none in a transaction', `await knex.transaction(async (trx) => {\n    await trx.schema.dropTable('a');\n  });`, [`refused dropTable('a')`]],
  ])('%s', (_, body, expected) => {
    expect(judge(body)).toEqual(expected);
  }); // prettier-ignore
});
