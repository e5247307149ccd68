import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import { presets } from '../src/config/presets.ts';
import type { FileConfig } from '../src/config/types.ts';
import { applyEdits } from '../src/fix/apply.ts';
import { fixSource } from '../src/fix/fix-source.ts';
import { lintSource } from '../src/lint.ts';
import { parse } from '../src/script/parse.ts';
import { scriptReader } from '../src/script/read-script.ts';
import type { Edit, Finding } from '../src/types.ts';
import { readFixtures, type FixtureCase } from './fixture-case.ts';

type Judged = FixtureCase['sources'][number];

const scripts = scriptReader(parse);

const recommended = (adapter: string | null): FileConfig => ({
  rules: Object.entries(presets.recommended).map(([name, setting]) => ({
    name,
    severity: setting === 'warn' ? 'warn' : 'error',
    options: rules[name]!.defaults,
  })),
  adapter,
  postgres: 15,
  approvals: defaultApprovals,
});

/** Judges a fixture as a new file, whatever its own settings. */
function judge({ source, fixture }: Judged, { files }: FixtureCase, text?: string) {
  const config = recommended(fixture.adapter ?? null);
  const context = { scripts, mends: text === undefined };
  return {
    ...lintSource({ ...source, text: text ?? source.text }, files, config, context),
    fixed: () => fixSource({ ...source, text: text ?? source.text }, files, config, context),
  };
}

const cases = readdirSync('fixtures/rules').flatMap((rule) =>
  readFixtures(`fixtures/rules/${rule}`).flatMap((found) =>
    found.sources
      .filter(({ source }) => (source.subject ?? 'migration') === 'migration')
      .map((each) => [`${rule}/${found.title}/${each.source.path}`, each, found] as const),
  ),
);

/** What is open, by rule and message; level 1 too. */
function open(findings: readonly Finding[]): string[] {
  const all = findings.filter(({ approval }) => approval === null);
  return all.map(({ rule, messageId }) => `${rule} ${messageId}`).sort();
}

function without(list: readonly string[], one: string): string[] {
  const at = list.indexOf(one);
  return list.filter((_, index) => index !== at);
}

const named = (finding: Finding, text: string) => `${finding.rule} at ${text.slice(...finding.range)}`;

/** What is wrong with edits: they must lie in the text, in order and apart. */
function faults(edits: readonly Edit[], text: string): string[] {
  return edits.flatMap(({ range: [start, end] }, index) => {
    const before = edits[index - 1]?.range[1] ?? 0;
    return start >= before && start <= end && end <= text.length ? [] : [`[${start}, ${end}] after ${before}`];
  });
}

/** What only a person can fill in. */
const gap = /<reason>|<which rows>/;

describe('in all fixtures of the rules', { timeout: 120_000 }, () => {
  const judged = cases.map(([title, each, found]) => ({ title, each, found, ...judge(each, found) }));
  const all = judged.flatMap(({ findings, ...rest }) => findings.map((finding) => ({ finding, ...rest })));
  const fixes = all.flatMap((each) => (each.finding.fix ? [{ ...each, fix: each.finding.fix }] : []));
  const suggestions = all.flatMap((each) =>
    (each.finding.suggestions ?? []).map((suggestion) => ({ ...each, suggestion })),
  );

  test('there are fixes and suggestions of many rules', () => {
    expect(fixes.length).toBeGreaterThan(250);
    expect([...new Set(fixes.map(({ finding }) => finding.rule))].sort()).toEqual(
      Object.keys(rules).filter((name) => rules[name]?.fixable),
    );
    expect(suggestions.length).toBeGreaterThan(1000);
  });

  test('a fix alone mends its finding and nothing else', () => {
    const wrong = fixes.flatMap(({ title, each, found, migration, finding, fix }) => {
      const { text } = each.source;
      const before = open(judged.find((other) => other.title === title)?.findings ?? []);
      const after = open(judge(each, found, applyEdits(text, fix)).findings);
      const wanted = without(before, `${finding.rule} ${finding.messageId}`);
      const isRight = JSON.stringify(after) === JSON.stringify(wanted) && migration.text === text;
      return isRight ? [] : [{ title, finding: named(finding, text), edits: fix, after, wanted }];
    });
    expect(wrong).toEqual([]);
  });

  test('edits lie in the text, in order and apart', () => {
    const edits = [
      ...fixes.map(({ fix, ...rest }) => ({ ...rest, edits: fix })),
      ...suggestions.map(({ suggestion, ...rest }) => ({ ...rest, edits: suggestion.edits })),
    ];
    expect(edits.flatMap(({ title, each, edits }) => faults(edits, each.source.text).map((f) => `${title}: ${f}`))).toEqual([]);
  });

  test('a suggestion can be read, or waits for a person', () => {
    const unread = (migration: ReturnType<typeof judge>['migration']) =>
      migration.sections.flatMap(({ statements }) => statements.flatMap(({ operations }) => operations)).filter(({ kind }) => kind === 'unparseable' || kind === 'unverifiable').length;
    const others = suggestions.filter(({ suggestion }) => !/^(?:Disable|Permit)/.test(suggestion.message));
    const broken = others.flatMap(({ title, each, found, migration, suggestion }) => {
      const text = applyEdits(each.source.text, suggestion.edits);
      const added = suggestion.edits.map((edit) => edit.text).join(' ');
      const after = judge(each, found, text);
      const isMeant = added.includes('<which rows>');
      const hasMore = unread(after.migration) > unread(migration);
      return hasMore === isMeant ? [] : [{ title, suggestion }];
    });
    expect(broken).toEqual([]);
  });

  test('a comment that a suggestion puts in blocks until its reason is filled in, and then silences or permits', () => {
    const comments = suggestions.filter(({ suggestion }) => /^(?:Disable|Permit)/.test(suggestion.message));
    const key = ({ finding }: { finding: Finding }) => `${finding.rule} ${finding.messageId}`;
    const wrong = comments.flatMap((one) => {
      const { title, each, found, finding, suggestion } = one;
      const before = open(judged.find((other) => other.title === title)?.findings ?? []);
      const text = applyEdits(each.source.text, suggestion.edits);
      const count = (list: readonly string[]) => list.filter((other) => other === key(one)).length;
      const empty = open(judge(each, found, text).findings);
      const filled = open(judge(each, found, text.replaceAll('<reason>', 'a good reason')).findings);
      const isBlocked = count(empty) >= count(before) && empty.includes('directive noReason');
      return isBlocked && count(filled) < count(before) ? [] : [{ title, finding: named(finding, each.source.text), isBlocked, text }];
    });
    expect(wrong.map(({ title, finding, isBlocked }) => `${title} ${finding} ${isBlocked}`)).toEqual([]);
  });

  test('a rename in place of a drop is neither a loss nor a thing that fails the second time', () => {
    const renames = suggestions.filter(({ suggestion }) => suggestion.message.startsWith('Rename the'));
    const wrong = renames.flatMap(({ title, each, found, finding, suggestion }) => {
      const before = open(judged.find((other) => other.title === title)?.findings ?? []);
      const after = open(judge(each, found, applyEdits(each.source.text, suggestion.edits)).findings);
      const count = (list: readonly string[], start: string) => list.filter((other) => other.startsWith(start)).length;
      const isLess = count(after, finding.rule) < count(before, finding.rule);
      const isRepeatable = count(after, 'require-idempotent-guard') <= count(before, 'require-idempotent-guard');
      return isLess && isRepeatable ? [] : [{ title, finding: named(finding, each.source.text) }];
    });
    expect(renames.length).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  test('all fixes made twice change nothing the second time', () => {
    const restless = judged.flatMap(({ title, each, found, fixed }) => {
      const once = fixed();
      const twice = judge(each, found, once.text).fixed();
      return twice.amount === 0 && twice.text === once.text ? [] : [title];
    });
    expect(restless).toEqual([]);
  });

  test('what is filled in is a gap that is meant', () => {
    const gaps = suggestions.flatMap(({ suggestion }) => suggestion.edits.flatMap((edit) => gap.exec(edit.text)?.[0] ?? []));
    expect([...new Set(gaps)].sort()).toEqual(['<reason>', '<which rows>']);
  });
}); // prettier-ignore
