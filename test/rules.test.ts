import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { isScript } from '../src/config/defaults.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import type { Finding } from '../src/types.ts';
import { pageCases, readFixtures, type FixtureCase } from './fixture-case.ts';
import { toExpectations, type Fixture } from './fixture.ts';
import { configFor } from './rule-config.ts';

const names = readdirSync('rules')
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -'.ts'.length));

/** Rules about a commit, and not about what a migration holds. */
const withoutScripts = new Set(['commit-message', 'require-migration']);

/** Messages that only the second reader of `--cross-check` gives, which fixtures do without. */
const withoutFixture = ['disputed'];

const scripts = scriptReader(parse);

/** Fixtures have dates long ago, or far ahead. */
const facts = { now: Date.now(), inGit: null, authors: {}, signatures: {} };

interface Judged {
  readonly path: string;
  readonly text: string;
  readonly fixture: Fixture;
  readonly findings: readonly Finding[];
}

function judge(rule: string, { sources, files, changes }: FixtureCase): readonly Judged[] {
  return sources.map(({ source, fixture }) => {
    const { findings } = lintSource(source, files, configFor(rule, fixture), { changes, scripts, facts });
    return { ...source, fixture, findings };
  });
}

test('the index holds every rule', () => {
  expect(Object.keys(rules).sort()).toEqual(names.toSorted());
});

describe.each(names)('%s', (name) => {
  const rule = rules[name];
  if (!rule) throw new Error(`rules/index.ts does not hold ${name}`);
  const cases = existsSync(`fixtures/rules/${name}`) ? readFixtures(`fixtures/rules/${name}`) : [];
  const page = existsSync(`rules/${name}.md`) ? readFileSync(`rules/${name}.md`, 'utf8') : '';

  test.each(cases.map((fixture) => [fixture.title, fixture] as const))('fixture %s', (_, fixture) => {
    const judged = judge(name, fixture);
    const actual = judged.map(({ path, text, findings, fixture: { expected } }) => ({
      path,
      findings: toExpectations(findings, text, expected),
    }));
    expect(actual).toEqual(judged.map(({ path, fixture: { expected } }) => ({ path, findings: expected })));
  });

  test('has fixtures that fire and fixtures that stay silent', () => {
    const fires = cases.map(({ sources }) =>
      sources.some(({ fixture }) => fixture.expected.some((e) => e.rule === name)),
    );
    expect(fires).toContain(true);
    expect(fires).toContain(false);
  });

  test('has scripts that fire and scripts that stay silent', () => {
    const scripts = cases.flatMap(({ sources }) => sources.filter(({ source }) => isScript(source.path)));
    const fires = scripts.map(({ fixture }) => fixture.expected.some((e) => e.rule === name));
    expect(fires).toEqual(expect.arrayContaining(withoutScripts.has(name) ? [] : [false, true]));
  });

  test('gives each of its messages in a fixture, with every value filled in', () => {
    const found = cases.flatMap((fixture) => judge(name, fixture)).flatMap(({ findings }) => findings);
    const messages = found.filter((finding) => finding.rule === name).map(({ message }) => inSql(message));
    const templates = Object.entries(rule.messages).flatMap(([id, template]) =>
      withoutFixture.includes(id) ? [] : [template],
    );
    const gaps = templates.flatMap((template) => template.match(/\{\{\w+\}\}/g) ?? []);
    expect(messages.filter((message) => gaps.some((gap) => message.includes(gap)))).toEqual([]);
    expect(templates.filter((template) => !messages.some(isMadeOf(inSql(template))))).toEqual([]);
  });

  test('has a description and a schema that is valid and accepts the defaults', () => {
    expect(rule.description).toMatch(/^(?:Disallow|Require) .*[^.]$/);
    const validate = new Ajv({ strict: true }).compile(rule.schema);
    expect([validate(rule.defaults), validate.errors]).toEqual([true, null]);
    expect(validate({ ...rule.defaults, noSuchOption: 1 })).toBe(false);
  });

  test('has a page whose wrong blocks are found and whose right ones are not', () => {
    expect(page).toMatch(new RegExp(`^# ${name}\n`));
    const wrong = pageCases(page, 'Wrong');
    const right = pageCases(page, 'Right');
    expect([wrong.length > 0, right.length > 0]).toEqual([true, true]);
    const findingsOf = (block: FixtureCase) => judge(name, block).flatMap(({ findings }) => findings);
    const silent = wrong.filter((block) => !findingsOf(block).some((finding) => finding.rule === name));
    expect(silent.map(({ title }) => title)).toEqual([]);
    expect(right.flatMap(findingsOf)).toEqual([]);
  });

  test('names each of its options on its page', () => {
    const { properties = {} } = rule.schema as { properties?: Readonly<Record<string, unknown>> };
    expect(Object.keys(properties).filter((option) => !page.includes(`\`${option}\``))).toEqual([]);
  });
});

/** Our comments have other signs in a script. */
const inSql = (message: string) => message.replaceAll('// farout-guard', '-- farout-guard');

/** Whether a message comes from a template; the values may be anything. */
function isMadeOf(template: string): (message: string) => boolean {
  const pieces = template.split(/\{\{ ?\w+ ?\}\}/);
  return (message) => {
    let from = 0;
    for (const piece of pieces) {
      const found = message.indexOf(piece, from);
      if (found === -1) return false;
      from = found + piece.length;
    }
    return message.startsWith(pieces[0] ?? '');
  };
}
