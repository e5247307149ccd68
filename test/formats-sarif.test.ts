import { Validator, type Schema } from '@cfworker/json-schema';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import type { FileResult, View } from '../src/report/reporter.ts';
import { sarif } from '../src/report/sarif.ts';
import type { Finding } from '../src/types.ts';
import { clean, drop, failed, finding, linted, permitted, reported, thousands, view, warning } from './findings.ts';

const require = createRequire(import.meta.url);
/** The schema as schemastore.org publishes it. */
const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as Schema;
const validator = new Validator(schema, '4', false);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: object };
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly object[];
  readonly baselineState?: string;
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Descriptor[] } };
      readonly results: readonly Result[];
      readonly invocations: readonly {
        readonly executionSuccessful: boolean;
        readonly toolExecutionNotifications: object[];
      }[];
    },
  ];
}

interface Descriptor {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: string };
  readonly properties: { readonly tags: readonly string[]; readonly 'security-severity'?: string };
}

/** The one run of a report, which is valid. */
function runOf(results: readonly FileResult[], at: View = view): Log['runs'][0] {
  const log = JSON.parse(reported(sarif(at), results)) as Log;
  expect(validator.validate(log).errors).toEqual([]);
  return log.runs[0];
}

describe('the schema', () => {
  it.each([
    ['no version', { runs: [] }],
    ['a run without a tool', { version: '2.1.0', runs: [{ results: [] }] }],
    ['a line 0', withRegion({ startLine: 0 })],
    ['a column 0', withRegion({ startLine: 1, startColumn: 0 })],
    ['an address with a space', withLocation({ uri: 'a b.sql' })],
    [
      'an unknown level',
      { version: '2.1.0', runs: [{ tool: tool, results: [{ message: { text: 'x' }, level: 'fatal' }] }] },
    ],
  ])('refuses %s', (_, log) => {
    expect(validator.validate(log).valid).toBe(false);
  });
});

const tool = { driver: { name: 'x' } };

function withLocation(artifactLocation: object, region: object = { startLine: 1 }) {
  const results = [{ message: { text: 'x' }, locations: [{ physicalLocation: { artifactLocation, region } }] }];
  return { version: '2.1.0', runs: [{ tool, results }] };
}

function withRegion(region: object) {
  return withLocation({ uri: 'a.sql' }, region);
}

describe('results', () => {
  it('have rule, level, words, place and fingerprints', () => {
    const { results, tool } = runOf([linted, clean], { ...view, root: '/project/apps/shop' });
    const key = expect.stringMatching(/^[\w-]{43}$/) as string;
    expect(results[1]).toEqual({
      ruleId: 'no-drop-table',
      ruleIndex: tool.driver.rules.findIndex(({ id }) => id === 'no-drop-table'),
      level: 'error',
      message: { text: drop.message },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'apps/shop/db/1_old.sql', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 17 },
          },
        },
      ],
      partialFingerprints: { primaryLocationLineHash: key, 'statement/v1': key },
      properties: { level: 3 },
    });
    expect(results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'template-header warning',
      'no-drop-table error',
      'no-unscoped-delete error',
    ]);
  });

  it('are marked where a person approved them or the baseline knows them', () => {
    const { results } = runOf([{ ...linted, findings: [warning, permitted], baselined: [drop] }]);
    expect(results.map(({ ruleId, suppressions, baselineState }) => ({ ruleId, suppressions, baselineState }))).toEqual(
      [
        { ruleId: 'template-header', suppressions: undefined, baselineState: 'new' },
        {
          ruleId: 'no-unscoped-delete',
          suppressions: [{ kind: 'inSource', status: 'accepted', justification: permitted.approval?.reason }],
          baselineState: 'new',
        },
        {
          ruleId: 'no-drop-table',
          suppressions: [{ kind: 'external', status: 'accepted', justification: 'known by the baseline' }],
          baselineState: 'unchanged',
        },
      ],
    );
  });

  it('are left out on GitHub, which would show them as open, when they are suppressed', () => {
    const { results } = runOf([{ ...linted, findings: [warning, permitted], baselined: [drop] }], {
      ...view,
      onGitHub: true,
    });
    expect(results.map(({ ruleId }) => ruleId)).toEqual(['template-header']);
  });

  it('keep their fingerprint when lines move, and have one each', () => {
    const text = 'DROP TABLE a;\nDROP TABLE a;\n';
    const first = finding(text, 'DROP TABLE a');
    const move = (one: Finding, by: number): Finding => ({
      ...one,
      range: [one.range[0] + by, one.range[1] + by],
      statement: [one.statement[0] + by, one.statement[1] + by],
    });
    const keys = (result: FileResult) =>
      runOf([result]).results.map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash']);
    const before = keys({ ...linted, text, findings: [first, move(first, 14)] });
    expect(new Set(before).size).toBe(2);
    expect(keys({ ...linted, text: `-- x\n${text}`, findings: [move(first, 5), move(first, 19)] })).toEqual(before);
  });

  it('name any file by a valid address', () => {
    const names = [
      'a b.sql',
      'ä#1?.sql',
      '100%.sql',
      'a:b.sql',
      '表/😀.sql',
      '[x].sql',
      "it's & <it>.sql",
      '\ud800.sql',
    ];
    const uris = runOf(names.map((path) => ({ ...linted, path, findings: [drop] }))).results.map(
      ({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(uris).toEqual([
      'a%20b.sql',
      '%C3%A4%231%3F.sql',
      '100%25.sql',
      'a%3Ab.sql',
      '%E8%A1%A8/%F0%9F%98%80.sql',
      '%5Bx%5D.sql',
      "it's%20%26%20%3Cit%3E.sql",
      '%EF%BF%BD.sql',
    ]);
  });

  it('have words in which nothing is a link', () => {
    const { results } = runOf([{ ...linted, findings: [{ ...drop, message: 'a [b](https://x.y) c' }] }]);
    expect(results[0]?.message.text).toBe('a [b] (https://x.y) c');
  });

  it('are valid whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), (path, message) => {
        const result: FileResult = { ...linted, path, findings: [{ ...drop, message }] };
        expect(runOf([result, { ...failed, path, message: message || 'x' }]).results).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('are valid by the thousand', () => {
    expect(runOf([thousands(1000)]).results).toHaveLength(1000);
  });
});

describe('rules', () => {
  const descriptors = runOf([]).tool.driver.rules;

  it('are all there, sorted, whatever was found', () => {
    expect(descriptors.map(({ id }) => id)).toEqual(Object.keys(rules).sort());
    expect(runOf([linted]).tool.driver.rules).toEqual(descriptors);
  });

  it('each have words and a page of their own', () => {
    expect(new Set(descriptors.map(({ helpUri }) => helpUri)).size).toBe(descriptors.length);
    const wrong = descriptors.filter(
      ({ id, shortDescription, fullDescription, help, helpUri }) =>
        !/^(?:Disallow|Require) .*\.$/.test(shortDescription.text) ||
        !/^[A-Z][^#]{40,1023}$/.test(fullDescription.text) ||
        !help.markdown.startsWith(`# ${id}\n`) ||
        !help.text.endsWith(helpUri) ||
        !helpUri.endsWith(`/${id}.md`),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('block a merge on GitHub where they destroy data', () => {
    const weights = descriptors.map(({ id, defaultConfiguration: { level }, properties }) => [
      rules[id]?.level,
      level,
      properties['security-severity'],
      properties.tags.includes('security'),
      properties.tags.length <= 10,
    ]);
    const different = [...new Set(weights.map((weight) => JSON.stringify(weight)))].sort();
    expect(different).toEqual([
      '[1,"warning",null,false,true]',
      '[2,"error",null,false,true]',
      '[3,"error","9.5",true,true]',
    ]);
  });
});

describe('a run', () => {
  it('says which files could not be checked', () => {
    expect(runOf([linted, failed]).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'is not text' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'db/3_%1Bnew.sql', uriBaseId: '%SRCROOT%' } } }],
          },
        ],
      },
    ]);
    expect(runOf([clean]).invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it('is the same on every machine', () => {
    const text = (at: View) => reported(sarif(at), [linted, failed]);
    expect(text({ ...view, root: '/elsewhere', top: '/elsewhere' })).toBe(text(view));
  });
});
