import { join } from 'node:path';
import { asOne } from '../fix/apply.ts';
import type { Finding } from '../types.ts';
import { approvalWords } from './approval-words.ts';
import { fingerprints } from './fingerprint.ts';
import type { Failed, FileResult, Linted, Reporter, View } from './reporter.ts';

/**
 * The shape of ESLint's own json formatter, with fixes and suggestions. Besides, a file carries its `path` from the project's root, and a message `level`, `url`,
 * `fingerprint` and the range of its `statement`, in UTF-16 units of `source`; a file that was run on a database has a `trial`.
 */
export function json({ root }: View): Reporter {
  let separator = '[';
  return {
    file(result) {
      const text = separator + JSON.stringify(toESLint(result, join(root, result.path)));
      separator = ',';
      return text;
    },
    end: () => `${separator === '[' ? '[' : ''}]\n`,
  };
}

function toESLint(result: FileResult, filePath: string): object {
  return result.kind === 'failed' ? failedFile(result, filePath) : lintedFile(result, filePath);
}

function lintedFile(result: Linted, filePath: string): object {
  const { findings, baselined = [], text, path, output, trial } = result;
  const keys = fingerprints(result);
  const open = findings.filter(({ approval }) => approval === null);
  const errorCount = open.filter(({ severity }) => severity === 'error').length;
  const suppressed = [
    ...findings.flatMap((finding) =>
      finding.approval ? [approved(finding, approvalWords(finding.approval), keys)] : [],
    ),
    ...baselined.map((finding) => known(finding, keys)),
  ];
  return {
    filePath,
    messages: open.map((finding) => ({ ...messageOf(finding, keys), ...mendsOf(finding, text) })),
    suppressedMessages: suppressed,
    ...counts(errorCount, 0, open.length - errorCount),
    ...fixable(open),
    ...(output === undefined ? {} : { output }),
    ...(findings.length + baselined.length > 0 ? { source: text } : {}),
    usedDeprecatedRules: [],
    path,
    ...(trial ? { trial } : {}),
  };
}

function failedFile({ message, path }: Failed, filePath: string): object {
  return {
    filePath,
    messages: [{ ruleId: null, fatal: true, severity: 2, message, line: 0, column: 0 }],
    suppressedMessages: [],
    ...counts(1, 1, 0),
    usedDeprecatedRules: [],
    path,
  };
}

const counts = (errorCount: number, fatalErrorCount: number, warningCount: number) => ({
  errorCount,
  fatalErrorCount,
  warningCount,
  fixableErrorCount: 0,
  fixableWarningCount: 0,
});

const fixable = (open: readonly Finding[]) => {
  const fixable = open.filter(({ fix }) => fix !== undefined);
  const fixableErrorCount = fixable.filter(({ severity }) => severity === 'error').length;
  return { fixableErrorCount, fixableWarningCount: fixable.length - fixableErrorCount };
};

/** ESLint's fixes are one edit each. */
function mendsOf({ fix, suggestions }: Finding, text: string): object {
  const offered = suggestions?.map(({ message, edits }) => ({ desc: message, fix: asOne(text, edits) }));
  return { ...(fix ? { fix: asOne(text, fix) } : {}), ...(offered ? { suggestions: offered } : {}) };
}

type Keys = ReadonlyMap<Finding, string>;

function messageOf(finding: Finding, keys: Keys) {
  const { rule, severity, message, messageId, line, column, endLine, endColumn, level, url, statement } = finding;
  return {
    ruleId: rule,
    severity: severity === 'error' ? 2 : 1,
    message,
    messageId,
    line,
    column,
    endLine,
    endColumn,
    level,
    url,
    fingerprint: keys.get(finding),
    statement,
  };
}

const approved = (finding: Finding, justification: string, keys: Keys): object => ({
  ...messageOf(finding, keys),
  suppressions: [{ kind: 'directive', justification }],
});

/** As ESLint marks what its own file of suppressions holds. */
const known = (finding: Finding, keys: Keys): object => ({
  ...messageOf(finding, keys),
  suppressions: [{ kind: 'file', justification: 'known by the baseline' }],
});
