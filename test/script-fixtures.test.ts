import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import type { FileConfig } from '../src/config/types.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import type { Parse } from '../src/script/tree.ts';
import type { Migration } from '../src/types.ts';
import { toExpectations, type Fixture } from './fixture.ts';
import { cannotFail, fixtureFrameworks, scriptFixtures, type ScriptFixture } from './script-fixture.ts';
import { parseAsESLint } from './typescript-parser.ts';

const destructive = Object.keys(rules).filter((name) => rules[name]?.level === 3);
const usual = [...destructive, 'unverifiable-sql', 'unparseable-sql', 'no-unsafe-sql'];

function configFor({ rules: named = usual, options, adapter }: Fixture): FileConfig {
  const active = named.map((name) => {
    const known = rules[name];
    if (!known) throw new Error(`no rule is called "${name}"`);
    const isOnly = named.length === 1;
    return { name, severity: 'error' as const, options: { ...known.defaults, ...(isOnly ? options : {}) } };
  });
  return { rules: active, adapter: adapter ?? null, postgres: 15, approvals: defaultApprovals };
}

const lintWith = (parser: Parse, { source, files, fixture }: ScriptFixture) =>
  lintSource(source, files, configFor(fixture), { scripts: scriptReader(parser) });

/** A migration as a value that can be compared: what is asked for later is asked for now, functions are left out. */
function comparable({ sections, undo, comments, header }: Migration): unknown {
  return JSON.parse(JSON.stringify({ sections, undo, comments, header }, sameRefusal));
}

/** Each parser refuses a script in its own words, and at its own place. */
function sameRefusal(_: string, value: unknown): unknown {
  const reason = typeof value === 'object' && value !== null && 'reason' in value ? value.reason : null;
  return typeof reason === 'string' && reason.startsWith('This file cannot be read as a script') ? 'refused' : value;
}

const frameworks = fixtureFrameworks();

test('there are fixtures of frameworks', () => {
  expect(frameworks.length).toBeGreaterThan(0);
});

describe.each(frameworks)('%s', (framework) => {
  const fixtures = scriptFixtures(framework);

  test('has fixtures, each of which can fail', () => {
    expect(fixtures.length).toBeGreaterThan(0);
    expect(fixtures.filter(cannotFail).map(({ title }) => title)).toEqual([]);
  });

  test.each(fixtures.map((fixture) => [fixture.title, fixture] as const))('%s', (_, one) => {
    const { expected, adapterIs = framework } = one.fixture;
    const { migration, findings } = lintWith(parse, one);
    const found = toExpectations(findings, one.source.text, expected);
    expect({ adapter: migration.adapter, findings: found }).toEqual({ adapter: adapterIs, findings: expected });
    expect(comparable(lintWith(parseAsESLint, one).migration)).toEqual(comparable(migration));
  });
});
