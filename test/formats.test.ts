import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkstyle } from '../src/report/checkstyle.ts';
import { comment } from '../src/report/comment.ts';
import { formats, type Format } from '../src/report/formats.ts';
import { github } from '../src/report/github.ts';
import { gitlab } from '../src/report/gitlab.ts';
import { loadReporter } from '../src/report/index.ts';
import { junit } from '../src/report/junit.ts';
import { plain, sqlBlock } from '../src/report/markdown-text.ts';
import { printable, printableLines } from '../src/report/printable.ts';
import type { FileResult, Linted, Reporter } from '../src/report/reporter.ts';
import { withoutCommands } from '../src/report/without-commands.ts';
import type { Finding } from '../src/types.ts';
import { clean, drop, failed, finding, linted, reported, thousands, view, warning } from './findings.ts';
import { parseXml, type Element } from './xml.ts';

const all = [linted, clean, failed];
const below = { ...view, root: '/project/apps/shop' };
const withBaseline: FileResult = { ...linted, findings: [warning], baselined: [drop] };

/** Texts that mean something to one of the formats. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'Z',
        '1',
        ' ',
        '\t',
        '\n',
        '\r\n',
        '%',
        '%0A',
        '%25',
        ':',
        ',',
        '::',
        '=',
        '##[error]',
        '::error::',
        '&amp;',
      ],
      ...[
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '<!--',
        '-->',
        '<script>',
        '|',
        '`',
        '```',
        '~~~',
        '@ann',
        '#1',
        '!1',
        '~x',
        '$x$',
      ],
      ...[
        '*',
        '_',
        '[x](y)',
        '![',
        '\\',
        'http://x.y',
        'www.x.y',
        ':tada:',
        '{{',
        '\u0000',
        '\u001b[2J',
        '\u202e',
        '\ufffe',
      ],
      ...['\uffff', '\ud800', '😀', '表', '\u2028', '</details>', '</code>', '\u00ad'],
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''));

/** What a file may be called: anything but a way through folders. */
const hostileName = hostile.map((text) => `${text.replaceAll('/', '')}.sql`);

/** A command as a runner of GitHub Actions reads it from a line. */
function readCommand(line: string) {
  const [, name = '', properties = '', data = ''] = /^\s*::(\w+) (.*?)::(.*)$/s.exec(line) ?? [];
  const pairs = properties.split(',').map((pair) => {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
    return [key, unescape(value).replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%')];
  });
  return {
    name,
    properties: Object.fromEntries(pairs) as Record<string, string>,
    data: unescape(data).replaceAll('%25', '%'),
  };
}

const unescape = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');

describe('github', () => {
  it('annotates the heaviest first and leaves out what is approved', () => {
    expect(reported(github(below), all)).toBe(
      [
        '::error file=apps/shop/db/3_␛new.sql,title=farout-guard%3A could not be checked::is not text',
        '::error file=apps/shop/db/1_old.sql,line=2,endLine=2,col=1,endColumn=17,title=no-drop-table (level 3%3A destroys data)::Dropping table "users" destroys every row for good.%0A-- Rename it:%0AALTER TABLE users RENAME TO users_old;%0A%0Ahttps://example.org/no-drop-table',
        '::warning file=apps/shop/db/1_old.sql,line=1,endLine=1,col=1,endColumn=7,title=template-header (level 1)::The header lacks Author.%0A%0Ahttps://example.org/template-header',
        '',
      ].join('\n'),
    );
  });

  it('gives no columns over several lines, which a runner refuses', () => {
    const text = 'DROP TABLE\n  users;';
    const result: FileResult = { ...linted, text, findings: [finding(text, { from: 'DROP', to: 'users' })] };
    expect(Object.keys(readCommand(reported(github(view), [result])).properties)).toEqual([
      'file',
      'line',
      'endLine',
      'title',
    ]);
  });

  it('says nothing of a clean run, nor of what the baseline knows', () => {
    expect(reported(github(view), [clean])).toBe('');
    expect(reported(github(view), [withBaseline])).toMatch(/^::warning .*\n$/);
  });

  it('is read by a runner as it was meant, whatever the texts', () => {
    fc.assert(
      fc.property(hostileName, hostile, (name, message) => {
        const result: FileResult = { ...linted, path: `db/${name}`, findings: [{ ...drop, message }] };
        const lines = reported(github(view), [result]).split('\n');
        expect(lines).toHaveLength(2);
        const { properties, data } = readCommand(lines[0]!);
        expect(properties['file']).toBe(printable(`db/${name}`));
        expect(data).toBe(`${printableLines(message)}\n\n${drop.url}`);
      }),
    );
  });
});

describe('a report in the log of GitHub Actions', () => {
  it('stands between the words that stop a runner from obeying it', () => {
    const echo: Reporter = { file: ({ path }) => `${path}\n`, end: () => '::set-env name=PATH::x\n' };
    expect(reported(withoutCommands(echo, 'secret'), [linted, clean])).toBe(
      '::stop-commands::secret\ndb/1_old.sql\ndb/2_clean.sql\n::set-env name=PATH::x\n::secret::\n',
    );
    expect(reported(withoutCommands(echo, 'secret'), [])).toBe(
      '::stop-commands::secret\n::set-env name=PATH::x\n::secret::\n',
    );
  });

  it('ends by a word that nobody can guess', () => {
    const words = Array.from({ length: 20 }, () => withoutCommands({ file: () => '', end: () => '' }).file(clean));
    expect(new Set(words).size).toBe(20);
  });
});

describe('gitlab', () => {
  const issues = (results: readonly FileResult[], at = view) =>
    JSON.parse(reported(gitlab(at), results)) as { fingerprint: string; severity: string }[];

  it('lists issues with a fingerprint of their own', () => {
    const fingerprint = expect.stringMatching(/^[\da-f]{64}$/) as string;
    expect(issues(all, below)).toEqual([
      {
        description: 'The header lacks Author.',
        check_name: 'template-header',
        fingerprint,
        severity: 'minor',
        location: { path: 'apps/shop/db/1_old.sql', lines: { begin: 1, end: 1 } },
      },
      {
        description: 'Dropping table "users" destroys every row for good.',
        check_name: 'no-drop-table',
        fingerprint,
        severity: 'blocker',
        location: { path: 'apps/shop/db/1_old.sql', lines: { begin: 2, end: 2 } },
      },
      {
        description: 'could not be checked: is not text',
        check_name: 'could-not-be-checked',
        fingerprint,
        severity: 'blocker',
        location: { path: 'apps/shop/db/3_\u001bnew.sql', lines: { begin: 1 } },
      },
    ]);
  });

  const weights: [severity: Finding['severity'], level: Finding['level'], shown: string][] = [
    ['error', 3, 'blocker'],
    ['error', 2, 'critical'],
    ['error', 1, 'critical'],
    ['warn', 3, 'major'],
    ['warn', 2, 'minor'],
    ['warn', 1, 'minor'],
  ];
  it.each(weights)('shows %s of level %i as %s', (severity, level, shown) => {
    expect(issues([{ ...linted, findings: [{ ...drop, severity, level }] }]).map((issue) => issue.severity)).toEqual([
      shown,
    ]);
  });

  it('is an empty list when there is nothing', () => {
    expect([reported(gitlab(view), []), reported(gitlab(view), [clean])]).toEqual(['[]\n', '[]\n']);
    expect(issues([withBaseline])).toHaveLength(1);
  });

  it('has one fingerprint for one issue, in every file and on every line', () => {
    const text = 'DROP TABLE a;\nDROP TABLE a;\n';
    const second = finding(`\n${text}`, { from: '\nDROP', to: 'a' });
    const findings = [finding(text, 'DROP TABLE a'), { ...second, range: [14, 26], statement: [14, 26] } as Finding];
    const found = issues([
      { ...linted, text, findings },
      { ...linted, path: 'db/2.sql', text, findings },
    ]);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    const moved: Finding[] = findings.map((one) => ({
      ...one,
      range: [one.range[0] + 3, one.range[1] + 3],
      statement: [one.statement[0] + 3, one.statement[1] + 3],
      line: one.line + 3,
    }));
    const after = issues([{ ...linted, text: `\n\n\n${text}`, findings: moved }]);
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(
      found.slice(0, 2).map(({ fingerprint }) => fingerprint),
    );
  });
});

describe('junit', () => {
  const suites = (results: readonly FileResult[], at = view) => parseXml(reported(junit(at), results)).children;

  it('has a suite for each file and a case for each finding', () => {
    const cases = suites([...all, withBaseline], below).map(({ attributes, children }) => [
      Object.values(attributes).join(' '),
      ...children.map(({ attributes: { name, line = '-' }, children: [inside] }) =>
        [name, line, inside?.name, inside?.attributes['message']].join(' | '),
      ),
    ]);
    expect(cases).toEqual([
      [
        'apps/shop/db/1_old.sql 3 1 0 1 0',
        'template-header 1:1 | 1 | system-out | ',
        'no-drop-table 2:1 | 2 | failure | Dropping table "users" destroys every row for good.',
        'no-unscoped-delete 3:1 | 3 | skipped | approved: table is empty, seen by Ann␛[2J',
      ],
      ['apps/shop/db/2_clean.sql 1 0 0 0 0', 'no problems | - |  | '],
      ['apps/shop/db/3_␛new.sql 1 0 1 0 0', 'could not be checked | - | error | is not text'],
      [
        'apps/shop/db/1_old.sql 2 0 0 1 0',
        'template-header 1:1 | 1 | system-out | ',
        'no-drop-table 2:1 | 2 | skipped | known by the baseline',
      ],
    ]);
  });

  it('tells the whole message, its weight and the page', () => {
    const failure = suites([linted])[0]?.children[1]?.children[0];
    expect(failure?.text).toBe(`${drop.message}\n\nlevel 3: destroys data\n${drop.url}`);
  });

  it('is a document without files', () => {
    expect(suites([])).toEqual([]);
  });
});

describe('checkstyle', () => {
  const files = (results: readonly FileResult[]) => parseXml(reported(checkstyle(below), results)).children;

  it('lists errors by file', () => {
    const line = (element: Element) => Object.values(element.attributes).join(' | ');
    expect(files(all).flatMap((file) => [line(file), ...file.children.map(line)])).toEqual([
      'apps/shop/db/1_old.sql',
      '1 | 1 | warning | The header lacks Author. | farout-guard.template-header',
      `2 | 1 | error | ${drop.message} | farout-guard.no-drop-table`,
      'apps/shop/db/3_␛new.sql',
      '1 | 1 | error | is not text | farout-guard',
    ]);
  });

  it('is a document when there is nothing', () => {
    expect([files([]), files([clean])]).toEqual([[], []]);
  });
});

describe('XML', () => {
  it('is well-formed and says the same, whatever the texts', () => {
    const seen = (text: string) =>
      printableLines(text).replaceAll('\ufffe', '<U+FFFE>').replaceAll('\uffff', '<U+FFFF>');
    fc.assert(
      fc.property(hostileName, hostile, (path, message) => {
        const result: FileResult = { ...linted, path, findings: [{ ...drop, message }] };
        const [file] = parseXml(reported(checkstyle(view), [result])).children;
        expect(file?.attributes['name']).toBe(seen(path));
        expect(file?.children[0]?.attributes['message']).toBe(seen(message));
        const [suite] = parseXml(reported(junit(view), [result])).children;
        expect(suite?.children[0]?.children[0]?.text.startsWith(seen(message))).toBe(true);
      }),
    );
  });
});

describe('markdown', () => {
  it('is a comment with the heaviest file first', () => {
    const light: FileResult = { ...linted, path: 'db/0_first.sql', findings: [warning] };
    expect(reported(comment(view), [light, ...all])).toMatchInlineSnapshot(`
      "<!-- farout-guard -->
      ### farout-guard: 1 error, 2 warnings in 2 files; 1 file could not be checked

      **1 of them destroys data: a person must approve each one before it may run.**

      3 files checked, 1 finding approved.

      #### <code>db/3&#95;␛new.sql</code>

      - **could not be checked**: is not text

      #### <code>db/1_old.sql</code>

      - **error** (level 3: destroys data), line 2, [no-drop-table](https://example.org/no-drop-table): Dropping table "users" destroys every row for good.
        <details><summary>The safe way</summary>

        \`\`\`sql
        -- Rename it:
        ALTER TABLE users RENAME TO users_old;
        \`\`\`

        </details>
      - **warning** (level 1), line 1, [template-header](https://example.org/template-header): The header lacks Author.
      - approved (level 3: destroys data), line 3, [no-unscoped-delete](https://example.org/no-drop-table): table is empty, seen by Ann␛&#91;2J

      #### <code>db/0_first.sql</code>

      - **warning** (level 1), line 1, [template-header](https://example.org/template-header): The header lacks Author.
      "
    `);
  });

  it('is short when there is nothing', () => {
    expect(reported(comment(view), [clean])).toBe(
      '<!-- farout-guard -->\n### farout-guard: no problems\n\n1 file checked.\n',
    );
  });

  it('fits into a comment and says how much is left out', () => {
    const many = (thousands(3000) as Linted).findings.map((one, index) => ({
      ...one,
      message: `${index} ${'x'.repeat(index)}`,
    }));
    const text = reported(comment(view), [{ ...thousands(0), findings: many } as Linted, linted]);
    expect(text.length).toBeLessThan(65_536);
    expect(text.length).toBeGreaterThan(50_000);
    const shown = text.match(/^- \*\*(?:error|warning)/gm)?.length ?? 0;
    expect(text.trimEnd().split('\n').at(-1)).toBe(`${3002 - shown} more problems are not shown here.`);
  });

  it('cuts what is too long to read', () => {
    const message = `${'w'.repeat(5000)}\n${'SELECT 1;\n'.repeat(5000)}`;
    const text = reported(comment(view), [{ ...linted, findings: [{ ...drop, message }] }]);
    expect(text.length).toBeLessThan(5000);
    expect(text).toContain('</details>');
  });

  it('shows a name as it is: no markup, no HTML, no mention, no reference', () => {
    const cases: [text: string, written: string][] = [
      ['Dropping table "users_old" destroys rows: all', 'Dropping table "users_old" destroys rows: all'],
      [
        '<b>|@ann #12 !3 ~bug $a$',
        '&#60;b&#62;&#124;&#64;&#8203;ann &#35;&#8203;12 &#33;&#8203;3 &#126;&#8203;bug &#36;&#8203;a&#36;',
      ],
      ['[x](http://y) `z` **w** _v_', '&#91;x&#93;(http&#58;//y) &#96;z&#96; &#42;&#42;&#8203;w&#42;&#42; &#95;v&#95;'],
      ['a\nb www.x.y :tada: </details>', 'a␊b www&#46;x.y &#58;tada: &#60;/details&#62;'],
    ];
    expect(cases.map(([text]) => plain(text))).toEqual(cases.map(([, written]) => written));
  });

  it('keeps every sign that acts as an entity, and every word', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = plain(text);
        expect(written.replace(/&#\d+;/g, '')).not.toMatch(/[<>`*|~$\\@#!&[\]{}\n]|:\S|www\./);
        const read = written
          .replaceAll('&#8203;', '')
          .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
        expect(read).toBe(printable(text));
        const [fence = '', ...lines] = sqlBlock(text).split('\n');
        expect(lines.pop()).toBe(fence.slice(0, -3));
        expect(lines.filter((line) => line.trimStart().startsWith(fence.slice(0, -3)))).toEqual([]);
      }),
    );
  });
});

describe('every format', () => {
  it('has a module', async () => {
    const made = await Promise.all(formats.map((format) => loadReporter(format)));
    expect(made.map((make) => typeof make)).toEqual(formats.map(() => 'function'));
  });

  it.each(formats)('%s reports a file with thousands of findings in proportion', async (format: Format) => {
    const make = await loadReporter(format);
    const time = (result: FileResult) => {
      const started = performance.now();
      expect(reported(make(view), [result]).length).toBeGreaterThan(1000);
      return performance.now() - started;
    };
    time(thousands(500));
    const [some, many] = [time(thousands(1000)), time(thousands(8000))];
    expect(many).toBeLessThan(8 * 4 * Math.max(some, 20));
  });
});
