import { ESLint } from 'eslint';
import { afterEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { lines } from '../src/lines.ts';
import { glyphsOf } from '../src/report/cells.ts';
import { compact } from '../src/report/compact.ts';
import { fingerprints } from '../src/report/fingerprint.ts';
import { frame } from '../src/report/frame.ts';
import { json } from '../src/report/json.ts';
import { renderMarkdown } from '../src/report/markdown.ts';
import { paintFor } from '../src/report/paint.ts';
import { printable, printableLines } from '../src/report/printable.ts';
import { progressOn } from '../src/report/progress.ts';
import type { FileResult } from '../src/report/reporter.ts';
import { stylish } from '../src/report/stylish.ts';
import type { Finding } from '../src/types.ts';
import { clean, drop, failed, finding, linted, permitted, reported, view, warning, type Words } from './findings.ts';

function shown(text: string, words: Words, width = 60): string[] {
  return frame(text, finding(text, words), width).flatMap(({ line, code, underline }) => [
    `${line ?? '-'}|${code}`,
    ...(underline ? [` |${underline}`] : []),
  ]);
}

describe('frame', () => {
  const long = `INSERT INTO t VALUES (${'1, '.repeat(5000)}1); DROP TABLE users; ${'-- '.repeat(5000)}`;
  const cases: [title: string, text: string, words: Parameters<typeof shown>[1], rows: string[]][] = [
    ['one line', 'SELECT 1;\nDROP TABLE users;\n', 'DROP TABLE users', ['2|DROP TABLE users;', ' |^^^^^^^^^^^^^^^^']],
    ['indented', '  DROP TABLE users;', 'users', ['1|  DROP TABLE users;', ' |             ^^^^^']],
    ['tabs', '\tDROP\tTABLE users;', 'TABLE', ['1|    DROP    TABLE users;', ' |            ^^^^^']],
    ['CR LF', 'SELECT 1;\r\nDROP TABLE a;\r\nSELECT 2;', 'DROP TABLE a', ['2|DROP TABLE a;', ' |^^^^^^^^^^^^']],
    ['CR alone', 'SELECT 1;\rDROP TABLE a;\rSELECT 2;', 'a;', ['2|DROP TABLE a;', ' |           ^^']],
    [
      'wide characters before',
      `SELECT '日本語'; DROP TABLE x;`,
      'DROP',
      [`1|SELECT '日本語'; DROP TABLE x;`, ' |                 ^^^^'],
    ],
    ['wide characters inside', 'DROP TABLE "表 名";', '"表 名"', ['1|DROP TABLE "表 名";', ' |           ^^^^^^^']],
    ['emoji of several characters', `SELECT '👨‍👩‍👧🇩🇪'; DROP`, 'DROP', [`1|SELECT '👨‍👩‍👧🇩🇪'; DROP`, ' |               ^^^^']],
    ['combining marks', 'SELECT e\u0301; DROP', 'DROP', ['1|SELECT e\u0301; DROP', ' |          ^^^^']],
    [
      'control characters',
      'a\u001b[31mb\u0007\u009bDROP',
      'DROP',
      ['1|a␛[31mb␇<U+009B>DROP', ' |                ^^^^'],
    ],
    ['reordering characters', '\u202e/* x */ DROP', 'DROP', ['1|<U+202E>/* x */ DROP', ' |                ^^^^']],
    ['a byte order mark and a NUL', '\ufeffDROP\0', 'DROP', ['1|<U+FEFF>DROP␀', ' |        ^^^^']],
    [
      'two lines',
      'ALTER TABLE a\n  DROP COLUMN b;',
      { from: 'ALTER', to: 'b' },
      ['1|ALTER TABLE a', ' |^^^^^^^^^^^^^', '2|  DROP COLUMN b;', ' |  ^^^^^^^^^^^^^'],
    ],
    [
      'a blank line between',
      'ALTER TABLE a\n\n  DROP b;',
      { from: 'a', to: 'b' },
      ['1|ALTER TABLE a', ' |            ^', '2|', '3|  DROP b;', ' |  ^^^^^^'],
    ],
    [
      'many lines',
      'DO $$\nBEGIN\n  a;\n  b;\n  c;\nEND\n$$;',
      { from: 'DO', to: 'END\n$$' },
      ['1|DO $$', ' |^^^^^', '-|…', '7|$$;', ' |^^'],
    ],
    ['a range that ends at a line’s start', 'a\nb\n', { from: 'a', to: 'b\n' }, ['1|a', ' |^', '2|b', ' |^']],
    [
      'a long line, words in its middle',
      long,
      'DROP TABLE users',
      ['1|…, 1, 1, 1, 1); DROP TABLE users; -- -- -- -- -- -- -- -- -- …', ' |                ^^^^^^^^^^^^^^^^'],
    ],
    [
      'a long line, words at its start',
      long,
      'INSERT',
      [`1|INSERT INTO t VALUES (${'1, '.repeat(13).slice(0, 38)}…`, ' |^^^^^^'],
    ],
    [
      'words longer than the frame',
      `SELECT '${'x'.repeat(100)}';`,
      { from: "'", to: "';" },
      [`1|SELECT '${'x'.repeat(52)}…`, ` |       ${'^'.repeat(53)}`],
    ],
    ['an empty range at the end of the file', 'SELECT 1;\n', { from: '\n', to: '' }, ['1|SELECT 1;', ' |         ^']],
    [
      'wide characters in a long line',
      `${'表'.repeat(500)}DROP TABLE users;${'表'.repeat(500)}`,
      'DROP TABLE users',
      [`1|…${'表'.repeat(7)}DROP TABLE users;${'表'.repeat(14)}…`, ` |               ${'^'.repeat(16)}`],
    ],
    [
      'a surrogate pair at the cut',
      `a${'😀'.repeat(500)}DROP;${'😀'.repeat(500)}`,
      'DROP',
      [`1|…${'😀'.repeat(7)}DROP;${'😀'.repeat(20)}…`, ' |               ^^^^'],
    ],
  ];
  it.each(cases)('%s', (_, text, words, rows) => {
    expect(shown(text, words)).toEqual(rows);
  });

  it('fits the width, hides nothing and shows no control character, whatever the text', () => {
    const unit = fc.constantFrom(
      ...['a', ' ', '\t', '\n', '\r\n', '表', '😀', '\u0301', '\u200d', '\u001b[31m', '\u202e', '\ud800'],
    );
    const texts = fc.array(unit, { minLength: 1, maxLength: 120 }).map((units) => units.join(''));
    const cells = (text: string) => glyphsOf(text).reduce((sum, glyph) => sum + glyph.cells, 0);
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(30), fc.integer({ min: 12, max: 80 }), (source, from, length, width) => {
        const start = from % source.length;
        const end = Math.min(source.length, start + length);
        const [first, last] = [lines(source).locate(start), lines(source).locate(end)];
        const { line, column } = first;
        const rows = frame(
          source,
          { range: [start, end], line, column, endLine: last.line, endColumn: last.column },
          width,
        );
        expect(rows[0]?.line).toBe(line);
        expect(rows.length).toBeLessThanOrEqual(4);
        expect(rows.filter(({ code }) => cells(code) > width + 2 || printable(code) !== code)).toEqual([]);
        expect(rows.filter(({ code, underline }) => underline.length > cells(code) + 1)).toEqual([]);
        if (
          source
            .slice(start, end)
            .split(/[\r\n]/)[0]
            ?.trim()
        )
          expect(rows[0]?.underline).toContain('^');
      }),
      { numRuns: 3000 },
    );
  });

  it('stays quick on many findings in one enormous line', () => {
    const text = 'DROP TABLE users; '.repeat(200_000);
    const place = finding(text, 'users');
    const started = performance.now();
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const start = index * 18 * 40 + 11;
      return frame(text, { ...place, range: [start, start + 5], column: start + 1, endColumn: start + 6 }, 60)[0];
    });
    expect(new Set(rows.map((row) => row?.underline.trim()))).toEqual(new Set(['^^^^^']));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

const { text } = linted;

describe('stylish', () => {
  it('shows place, words, reason, safe way and page, then a summary', () => {
    expect(reported(stylish(view), [linted, clean, failed])).toMatchInlineSnapshot(`
      "db/1_old.sql:1:1  warning  template-header  level 1

        1 │ -- old
          │ ^^^^^^

        The header lacks Author.

        https://example.org/template-header

      db/1_old.sql:2:1  error  no-drop-table  level 3: destroys data

        2 │ DROP TABLE users;
          │ ^^^^^^^^^^^^^^^^

        Dropping table "users" destroys every row for good.

          -- Rename it:
          ALTER TABLE users RENAME TO users_old;

        https://example.org/no-drop-table

      db/1_old.sql:3:1  approved  no-unscoped-delete  level 3: destroys data

        table is empty, seen by Ann␛[2J

      db/3_␛new.sql  could not be checked

        is not text

      ✖ 1 file could not be checked
      ✖ 2 problems (1 error, 1 warning) in 1 file; 2 files checked in 0.3 s
        1 of them destroys data: a person must approve each one before it may run
      1 finding approved
      "
    `);
  });

  it('shows a clean run in one line', () => {
    expect(reported(stylish(view), [clean])).toBe('✔ no problems; 1 file checked in 0.3 s\n');
  });

  it('names files as they are seen from the folder of the call', () => {
    const first = (cwd: string) => reported(stylish({ ...view, cwd }), [linted]).split('  ')[0];
    expect(['/project', '/project/db', '/elsewhere'].map(first)).toEqual([
      'db/1_old.sql:1:1',
      '1_old.sql:1:1',
      '/project/db/1_old.sql:1:1',
    ]);
  });

  it('links the rule to its page on a terminal only', () => {
    const link = '\u001b]8;;https://example.org/no-drop-table\u0007no-drop-table\u001b]8;;\u0007';
    expect(reported(stylish({ ...view, links: true }), [linted])).toContain(link);
    expect(reported(stylish(view), [linted])).not.toMatch(/\u001b/);
  });

  it('colours only its own words: what the source holds cannot', () => {
    const paint = paintFor(true, {}, null);
    const coloured = reported(stylish({ ...view, paint, links: true }), [linted, clean, failed]);
    const codes = new Set(coloured.match(/\u001b(?:\[[^A-Za-z]*[A-Za-z]|\]8)/g));
    expect(codes).toContain('\u001b[31m');
    expect([...codes].filter((code) => !/\[\d+m|\]8/.test(code))).toEqual([]);
  });
});

describe('compact', () => {
  it('writes one line a problem', () => {
    expect(reported(compact(view), [linted, clean, failed])).toBe(
      [
        '/project/db/1_old.sql: line 1, col 1, Warning - The header lacks Author. (template-header)',
        '/project/db/1_old.sql: line 2, col 1, Error - Dropping table "users" destroys every row for good. -- Rename it: ALTER TABLE users RENAME TO users_old; (no-drop-table)',
        '/project/db/3_␛new.sql: line 0, col 0, Error - is not text',
        '',
        '3 problems',
        '',
      ].join('\n'),
    );
  });

  it('writes nothing when there is nothing', () => {
    expect(reported(compact(view), [clean])).toBe('');
  });
});

describe('json', () => {
  const parsed = (results: readonly FileResult[]) => JSON.parse(reported(json(view), results)) as unknown[];
  const counts = { fixableErrorCount: 0, fixableWarningCount: 0, usedDeprecatedRules: [] };
  const keys = fingerprints(linted);
  const extras = (of: Finding) => ({ fingerprint: keys.get(of), statement: of.statement, messageId: of.messageId });

  it('writes a list of files with their messages', () => {
    const { message, url } = drop;
    expect(parsed([linted, clean, failed])).toEqual([
      {
        filePath: '/project/db/1_old.sql',
        messages: [
          {
            ruleId: 'template-header',
            severity: 1,
            message: warning.message,
            line: 1,
            column: 1,
            endLine: 1,
            endColumn: 7,
            level: 1,
            url: warning.url,
            ...extras(warning),
          },
          {
            ruleId: 'no-drop-table',
            severity: 2,
            message,
            line: 2,
            column: 1,
            endLine: 2,
            endColumn: 17,
            level: 3,
            url,
            ...extras(drop),
          },
        ],
        suppressedMessages: [
          {
            ruleId: 'no-unscoped-delete',
            severity: 2,
            message,
            line: 3,
            column: 1,
            endLine: 3,
            endColumn: 7,
            level: 3,
            url,
            ...extras(permitted),
            suppressions: [{ kind: 'directive', justification: permitted.approval?.reason }],
          },
        ],
        errorCount: 1,
        fatalErrorCount: 0,
        warningCount: 1,
        source: text,
        ...counts,
        path: linted.path,
      },
      {
        filePath: '/project/db/2_clean.sql',
        messages: [],
        suppressedMessages: [],
        errorCount: 0,
        fatalErrorCount: 0,
        warningCount: 0,
        ...counts,
        path: clean.path,
      },
      {
        filePath: '/project/db/3_\u001bnew.sql',
        messages: [{ ruleId: null, fatal: true, severity: 2, message: 'is not text', line: 0, column: 0 }],
        suppressedMessages: [],
        errorCount: 1,
        fatalErrorCount: 1,
        warningCount: 0,
        ...counts,
        path: failed.path,
      },
    ]);
  });

  it('is an empty list without files', () => {
    expect(reported(json(view), [])).toBe('[]\n');
  });

  it('keeps what the baseline knows as suppressed by a file', () => {
    const [file] = parsed([{ ...linted, findings: [], baselined: [drop] }]) as ESLint.LintResult[];
    const { messages, suppressedMessages, errorCount, source } = file ?? {};
    expect({ messages, errorCount, source }).toEqual({ messages: [], errorCount: 0, source: text });
    expect(suppressedMessages?.map(({ ruleId, suppressions }) => ({ ruleId, suppressions }))).toEqual([
      { ruleId: 'no-drop-table', suppressions: [{ kind: 'file', justification: 'known by the baseline' }] },
    ]);
  });

  it('has the keys that ESLint writes, in their order', async () => {
    const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: { rules: { 'no-debugger': 'error' } } });
    const [theirs] = await eslint.lintText('debugger;\n// eslint-disable-next-line no-debugger -- why\ndebugger;');
    const [ours] = parsed([linted]) as ESLint.LintResult[];
    expect(Object.keys(ours ?? {})).toEqual([...Object.keys(theirs ?? {}).filter((key) => key !== 'output'), 'path']);
    const keys = (message: object | undefined) => Object.keys(message ?? {}).filter((key) => key !== 'messageId');
    const added = ['level', 'url', 'fingerprint', 'statement'];
    expect(keys(ours?.messages[0])).toEqual([...keys(theirs?.messages[0]), ...added]);
    const order = (message: object | undefined) => keys(message).filter((key) => !added.includes(key));
    expect(order(ours?.suppressedMessages[0])).toEqual(order(theirs?.suppressedMessages[0]));
  });
});

describe('colour', () => {
  const cases: [
    title: string,
    isTerminal: boolean,
    env: Record<string, string>,
    flag: boolean | null,
    coloured: boolean,
  ][] = [
    ['a terminal', true, {}, null, true],
    ['a pipe', false, {}, null, false],
    ['a pipe in CI', false, { CI: 'true' }, null, false],
    ['a terminal that is dumb', true, { TERM: 'dumb' }, null, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, null, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, null, true],
    ['FORCE_COLOR', false, { FORCE_COLOR: '1' }, null, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, null, false],
    ['NO_COLOR before FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, null, false],
    ['--color before NO_COLOR', false, { NO_COLOR: '1' }, true, true],
    ['--no-color before FORCE_COLOR', true, { FORCE_COLOR: '1' }, false, false],
  ];
  it.each(cases)('%s', (_, isTerminal, env, flag, coloured) => {
    expect(paintFor(isTerminal, env, flag).red('x')).toBe(coloured ? '\u001b[31mx\u001b[39m' : 'x');
  });
});

describe('progress', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function written(isTTY: boolean): string[] {
    vi.useFakeTimers({ toFake: ['performance'] });
    const output: string[] = [];
    const progress = progressOn({ isTTY, write: (text) => output.push(text) }, 9);
    for (let done = 1; done <= 9; done++) {
      vi.advanceTimersByTime(done < 4 ? 400 : 60);
      progress.show(done);
    }
    progress.clear();
    progress.clear();
    return output;
  }

  it('counts on a terminal after a second, not too often, and goes away', () => {
    const clear = '\r\u001b[2K';
    expect(written(true)).toEqual([3, 5, 7, 9].map((done) => `${clear}${done} of 9 files`).concat(clear));
  });

  it('is silent elsewhere', () => {
    expect(written(false)).toEqual([]);
  });
});

describe('printable', () => {
  it('shows what would act on a terminal', () => {
    expect(printable('a\tb\nc\r\u001b]0;title\u0007\u007f\u0085\u200b\ud800é日😀')).toBe(
      'a    b␊c␍␛]0;title␇␡<U+0085><U+200B><U+D800>é日😀',
    );
  });

  it('keeps tabs and line feeds of a text of several lines', () => {
    expect(printableLines('a\n\tb\r\n')).toBe('a\n\tb␍\n');
  });
});

describe('markdown', () => {
  const page = '# no-x\n\nStops `x` and **y**, see [z](https://example.org).\n\n```sql\nDROP TABLE a; -- `b`\n```\n';

  it('loses its signs, not its words', () => {
    expect(renderMarkdown(page, view.paint)).toBe(
      'no-x\n\nStops x and y, see z (https://example.org).\n\n    DROP TABLE a; -- `b`\n',
    );
  });

  it('is coloured', () => {
    const lines = renderMarkdown(page, paintFor(true, {}, true)).split('\n');
    expect([lines[0], lines[4]]).toEqual(['\u001b[1mno-x\u001b[22m', '    \u001b[36mDROP TABLE a; -- `b`\u001b[39m']);
  });
});
