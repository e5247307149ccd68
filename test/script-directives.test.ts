import { describe, expect, test } from 'vitest';
import directive from '../rules/directive.ts';
import { defaultApprovals } from '../src/approval/settings.ts';
import type { FileConfig } from '../src/config/types.ts';
import { lint, type Rules } from '../src/lint.ts';
import { findIrreversible } from '../src/migration/irreversible.ts';
import { scriptTokens } from '../src/migration/script-tokens.ts';
import { defineRule, type Rule } from '../src/rule.ts';
import { split } from '../src/sql/split.ts';
import type { Comment, Migration, Range, Statement } from '../src/types.ts';

/** A rule that finds every match of a pattern in the statements. */
const finder = (level: 1 | 2 | 3, pattern: RegExp): Rule =>
  defineRule({
    description: 'Disallow a pattern',
    level,
    messages: { found: 'found\n-- farout-guard-disable-next-line this -- why\n-- Or so; say -- farout-guard: irreversible' },
    schema: {},
    defaults: {},
    *check({ text, sections }) {
      for (const { range } of sections.flatMap(({ statements }) => statements))
        for (const { index, 0: what } of text.slice(...range).matchAll(pattern))
          yield { messageId: 'found', range: [range[0] + index, range[0] + index + what.length], data: {} };
    },
  }); // prettier-ignore

const rules: Rules = { directive, 'no-drop': finder(3, /DROP \w+/g), 'no-create': finder(2, /CREATE \w+/g) };

const config: FileConfig = {
  rules: Object.keys(rules).map((name) => ({ name, severity: 'error', options: name === 'directive' ? { unused: 'off' } : {} })),
  adapter: null,
  postgres: 15,
  approvals: defaultApprovals,
}; // prettier-ignore

/**
 * Reads just enough of a script: strings of capitals are SQL; what sends them stands between `«` and `»`. Where a string begins with
 * `@name `, it is sent there where `name` stands alone between such signs. A nested `«[…]»` is a statement of its own, as of a builder.
 */
function read(marked: string): Migration {
  const marks: { readonly at: number; readonly isStart: boolean }[] = [];
  let text = '';
  for (const sign of marked) {
    if (sign === '«' || sign === '»') marks.push({ at: text.length, isStart: sign === '«' });
    else text += sign;
  }
  const hosts: Range[] = [];
  const open: number[] = [];
  for (const { at, isStart } of marks) {
    if (isStart) open.push(at);
    else hosts.push([open.pop() ?? 0, at]);
  }
  const hostAt = (at: number) => hosts.find(([start, end]) => start <= at && at < end) ?? hosts[0]!;
  const { tokens, comments } = scriptTokens(text);
  const all: Comment[] = [...comments];
  const statements = tokens.filter(({ kind }) => kind === 'string').flatMap(({ start, end }): readonly Statement[] => {
    const [, name, lead = ''] = /^.(@(\w+) )?/s.exec(text.slice(start, end)) ?? [];
    const from = start + 1 + (name?.length ?? 0);
    const sql = split(text.slice(from, end - 1));
    if (!/[A-Z]{4}/.test(text.slice(from, end - 1))) return [];
    const moved = ([a, b]: Range): Range => [a + from, b + from];
    all.push(...sql.comments.map((comment) => ({ ...comment, range: moved(comment.range) })));
    const host = lead === '' ? hostAt(start) : hosts.find((each) => text.slice(...each).includes(`(${lead})`))!;
    return sql.chunks.map(({ range }) => ({ range: moved(range), operations: [], host }));
  }); // prettier-ignore
  const builders = hosts
    .filter(([start]) => text[start] === '[')
    .map((range) => ({ range, operations: [], host: range }));
  return {
    path: 'm/1_a.ts',
    text,
    adapter: 'knex',
    sections: [{ direction: 'up', range: [0, text.length], transaction: true, statements: [...statements, ...builders] }],
    undo: { kind: 'itself' },
    header: null,
    filename: { name: '1_a', version: null, convention: null, valid: true, duplicates: [] },
    comments: all,
    words: (range) => text.slice(...range),
    rewrite: () => null,
    subject: 'migration',
    history: null,
    receipt: () => ({ kind: 'missing' }),
  }; // prettier-ignore
}

const findings = (text: string) => lint(read(text), config, rules);

/** One line a finding: `2:1 no-drop`, with the reason of an approval or the first words of what is wrong with a directive. */
const brief = (text: string) =>
  findings(text).map(({ line, column, rule, approval, message }) => {
    const note = approval ? ` approved: ${approval.reason}` : rule === 'directive' ? ` ${message.slice(0, 40)}` : '';
    return `${line}:${column} ${rule}${note}`;
  });

const approve = '// farout-guard-approve no-drop -- gone';
const next = '// farout-guard-disable-next-line no-create -- old';
const detached = (place: string) => `${place} directive "farout-guard-approve" stands above noth`;

describe('an approval in a script', () => {
  test.each<[what: string, text: string, expected: string[]]>([
    ['above the call', `${approve}\n«await q('DROP a');»`, ['2:10 no-drop approved: gone']],
    ['above all that a call sends', `${approve}\n«await q('DROP a; DROP b');»`, ['2:10 no-drop approved: gone', '2:18 no-drop approved: gone']],
    ['in a block comment', `/* farout-guard-approve no-drop -- gone */\n«q('DROP a');»`, ['2:4 no-drop approved: gone']],
    ['in a documentation comment', `/**\n * farout-guard-approve no-drop\n * -- gone\n */\n«q('DROP a');»`, ['5:4 no-drop approved: gone']],
    ['above a call over lines', `${approve}\n«q(\n  'SELECT',\n  'DROP a',\n);»`, ['4:4 no-drop approved: gone']],
    ['above the line of a call over lines', `«q(\n  'DROP a',\n  ${approve}\n  'DROP b',\n);»`, ['2:4 no-drop', '4:4 no-drop approved: gone']],
    ['above a line of several: the first', `«q(\n  ${approve}\n  'DROP a', 'DROP b');»`, ['3:4 no-drop approved: gone', '3:14 no-drop']],
    ['above the first of two calls on a line', `${approve}\n«q('DROP a');» «q('DROP b');»`, ['2:4 no-drop approved: gone', '2:17 no-drop']],
    ['above an outer statement', `${approve}\nif (a) {\n  «q('DROP a');»\n}`, [detached('1:1'), '3:6 no-drop']],
    ['a blank line between', `${approve}\n\n«q('DROP a');»`, [detached('1:1'), '3:4 no-drop']],
    ['behind the call', `«q('DROP a');» ${approve}`, ['1:4 no-drop', detached('1:14')]],
    ['in SQL, above one statement', `«q(\`\n  -- farout-guard-approve no-drop -- gone\n  DROP a; DROP b;\n  DROP c\`);»`, ['3:3 no-drop approved: gone', '3:11 no-drop', '4:3 no-drop']],
    ['above a constant that is sent elsewhere', `${approve}\nconst a = '@a DROP a';\n«q(a);»`, ['2:15 no-drop approved: gone']],
    ['above the call that sends a constant', `const a = '@a DROP a';\n${approve}\n«q(a);»`, ['1:15 no-drop approved: gone']],
    ['above a builder’s call', `${approve}\n«[DROP a, x => {\n  «q('DROP b');»\n}]»`, ['2:2 no-drop approved: gone', '3:6 no-drop']],
    ['inside a builder’s call', `«[DROP a, x => {\n  ${approve}\n  «q('DROP b');»\n}]»`, ['1:2 no-drop', '3:6 no-drop approved: gone']],
    ['as ESLint cannot say it', `// eslint-approve farout-guard/no-drop -- gone\n«q('DROP a');»`, ['2:4 no-drop']],
    ['CR LF', `${approve}\r\n«q('DROP a');»`, ['2:4 no-drop approved: gone']],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  }); // prettier-ignore
});

describe('a comment in a script silences', () => {
  test.each<[what: string, text: string, expected: string[]]>([
    ['the next line', `${next}\n«q('CREATE a');»\n«q('CREATE b');»`, ['3:4 no-create']],
    ['the whole call below', `${next}\n«q(\n\n  'CREATE a',\n  'CREATE b');»\n«q('CREATE c');»`, ['6:4 no-create']],
    ['the next line only where code stands between', `${next}\nconst x = 1;\n«q('CREATE a');»`, ['3:4 no-create']],
    ['a constant that the call below sends', `const a = '@a CREATE a';\n${next}\n«q(a);»`, []],
    ['all inside of a builder’s call', `${next}\n«[CREATE a, x => {\n  «q('CREATE b');»\n  ${next}\n  «q('CREATE c');»\n  «q('CREATE d');»\n}]»`, []],
    ['one line of a builder’s call', `«[CREATE a, x => {\n  ${next}\n  «q('CREATE b');»\n  «q('CREATE c');»\n}]»`, ['1:2 no-create', '4:6 no-create']],
    ['one statement of SQL', `«q(\`\n${next.replace('//', '--')}\nCREATE\n  TABLE; \n CREATE b\`);»`, ['5:2 no-create']],
    ['its own line', `«q('CREATE a');» // farout-guard-disable-line no-create -- old\n«q('CREATE b');»`, ['2:4 no-create']],
    ['its own line as ESLint says it', `«q('CREATE a');» /* eslint-disable-line farout-guard/no-create -- old */`, []],
    ['a region', `// farout-guard-disable no-create -- old\n«q('CREATE a');»\n// farout-guard-enable no-create\n«q('CREATE b');»`, ['4:4 no-create']],
    ['the file', `#!/usr/bin/env node\n// farout-guard-disable-file no-create -- old\n«q('CREATE a');»`, []],
    ['nothing of level 3', `// farout-guard-disable-next-line -- old\n«q('DROP a');»`, ['2:4 no-drop']],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  }); // prettier-ignore
});

describe('the signs of comments', () => {
  const slashes = 'directive PostgreSQL does not know "//" as a comme';
  test.each<[what: string, text: string, expected: string[]]>([
    ['are right in a script', `// eslint-disable-next-line farout-guard/no-create -- old\n«q('CREATE a');»`, []],
    ['also inside of a statement', `«[CREATE a, x => {\n  // farout-guard-disable-line no-create -- old\n}]»`, ['1:2 no-create']],
    ['are SQL’s in a string', `«q(\`\n  // farout-guard-disable-next-line no-create -- old\n  CREATE a\`);»`, [`2:3 ${slashes}`]],
    ['are SQL’s after a hole of a template', `«q(\`SELECT \${a}\n  // farout-guard-disable-line no-create -- old\n  FROM b\`);»`, [`2:3 ${slashes}`]],
  ])('%s', (_, text, expected) => {
    expect(brief(text)).toEqual(expected);
  }); // prettier-ignore

  test('in messages are those of the language', () => {
    const shown = findings(
      `«q('DROP a');»\n// farout-guard-approve no-drop\n«q('DROP a; // farout-guard-disable-line x -- y\n');»`,
    );
    expect(shown.map(({ message }) => message.split('\n').slice(1))).toEqual([
      ['// farout-guard-disable-next-line this -- why', '-- Or so; say // farout-guard: irreversible'],
      ['// farout-guard-approve no-drop -- <reason>'],
      ['// farout-guard-disable-next-line this -- why', '-- Or so; say // farout-guard: irreversible'],
    ]);
  });

  test('in messages about a comment in SQL are those of SQL', () => {
    const shown = findings('«q(`\n-- farout-guard-approve no-drop\nDROP a;`);»');
    expect(shown.map(({ rule, message }) => `${rule} ${message.split('\n')[1]}`)).toEqual([
      'directive -- farout-guard-approve no-drop -- <reason>',
      'no-drop // farout-guard-disable-next-line this -- why',
    ]);
  });

  test('that nothing undoes it', () => {
    const reasons = ['// farout-guard: irreversible -- law', '/**\n * farout-guard: irreversible -- law\n */', '// farout-guard: irreversible -- <reason>'].map((text) => findIrreversible(scriptTokens(text).comments)?.reason); // prettier-ignore
    expect(reasons).toEqual(['law', 'law', undefined]);
  });
});

test('the statement of a finding is the innermost one that holds it', () => {
  const text = "«[DROP a, x => {\n  «q('DROP b');»\n}]»";
  const found = findings(text).map(({ statement }) => statement);
  const plain = text.replaceAll(/[«»]/g, '');
  expect(found.map((range) => plain.slice(...range))).toEqual([plain, 'DROP b']);
});

test('many statements, hosts and comments take moderate time', () => {
  const lines = Array.from({ length: 5000 }, (_, index) => `${index % 2 ? approve : next}\n«q('DROP a; CREATE b');»`);
  const start = performance.now();
  const found = findings(`«[${lines.join('\n')}]»`).filter(({ rule }) => rule !== 'directive');
  expect([found.length > 5000, performance.now() - start < 8000]).toEqual([true, true]);
});
