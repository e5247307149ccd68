import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { isScript } from '../src/config/defaults.ts';
import type { FileConfig } from '../src/config/types.ts';
import { applyEdits } from '../src/fix/apply.ts';
import { fixSource } from '../src/fix/fix-source.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import { filesInMemory, parseFixture } from './fixture.ts';

/*
 * A file of fixtures/fixes/ is a migration, then what becomes of it: below `-- ==> fix` with all fixes made, below
 * `-- ==> <rule>: <what the suggestion says>` with one suggestion. It says all of them, in the order of the findings.
 */
const folder = 'fixtures/fixes';
const scripts = scriptReader(parse);

interface Outcome {
  readonly title: string;
  readonly text: string;
}

/** The migration, then its outcomes. */
function partsOf(source: string, path: string): { readonly text: string; readonly outcomes: readonly Outcome[] } {
  const sign = isScript(path) ? '//' : '--';
  const [text = '', ...rest] = source.split(new RegExp(`^${sign} ==> `, 'm'));
  const outcomes = rest.map((part) => {
    const end = part.indexOf('\n');
    return { title: part.slice(0, end), text: tidy(part.slice(end + 1)) };
  });
  return { text, outcomes };
}

/** Settings leave blanks behind. */
const tidy = (text: string) => text.replace(/[ \t]+$/gm, '').trim();

function outcomesOf(source: string, name: string): readonly Outcome[] {
  const { text, path = name, rules: names = [], adapter } = parseFixture(source, name);
  const config: FileConfig = {
    rules: names.map((rule) => ({ name: rule, severity: 'error', options: rules[rule]!.defaults })),
    adapter: adapter ?? null,
    postgres: 15,
    approvals: defaultApprovals,
  };
  const file = { path, text };
  const context = { scripts, mends: true };
  const fixed = fixSource(file, filesInMemory([file]), config, context);
  const { findings } = lintSource(file, filesInMemory([file]), config, context);
  const suggested = findings.flatMap(({ rule, suggestions = [] }) =>
    suggestions
      .filter(({ message }) => !/^(?:Disable|Permit)/.test(message))
      .map(({ message, edits }) => ({ title: `${rule}: ${message}`, text: tidy(applyEdits(text, edits)) })),
  );
  return [...(fixed.amount > 0 ? [{ title: 'fix', text: tidy(fixed.text) }] : []), ...suggested];
}

test.each(readdirSync(folder))('%s', (name) => {
  const { text, outcomes } = partsOf(readFileSync(`${folder}/${name}`, 'utf8'), name);
  expect(outcomesOf(text, name)).toEqual(outcomes);
});
