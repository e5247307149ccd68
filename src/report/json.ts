import { join } from 'node:path';
import type { Finding } from '../types.ts';
import type { Failed, FileResult, Linted, Reporter, View } from './reporter.ts';

/** The shape of ESLint's own json formatter; messages carry `level` and `url` besides. */
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

function lintedFile({ findings, text }: Linted, filePath: string): object {
  const open = findings.filter(({ approval }) => approval === null);
  const errorCount = open.filter(({ severity }) => severity === 'error').length;
  return {
    filePath,
    messages: open.map(messageOf),
    suppressedMessages: findings.flatMap(suppressedMessageOf),
    ...counts(errorCount, 0, open.length - errorCount),
    ...(open.length > 0 ? { source: text } : {}),
    usedDeprecatedRules: [],
  };
}

function failedFile({ message }: Failed, filePath: string): object {
  return {
    filePath,
    messages: [{ ruleId: null, fatal: true, severity: 2, message, line: 0, column: 0 }],
    suppressedMessages: [],
    ...counts(1, 1, 0),
    usedDeprecatedRules: [],
  };
}

const counts = (errorCount: number, fatalErrorCount: number, warningCount: number) => ({
  errorCount,
  fatalErrorCount,
  warningCount,
  fixableErrorCount: 0,
  fixableWarningCount: 0,
});

function messageOf({ rule, severity, message, line, column, endLine, endColumn, level, url }: Finding) {
  return {
    ruleId: rule,
    severity: severity === 'error' ? 2 : 1,
    message,
    line,
    column,
    endLine,
    endColumn,
    level,
    url,
  };
}

function suppressedMessageOf(finding: Finding): readonly object[] {
  const { approval } = finding;
  if (approval === null) return [];
  return [{ ...messageOf(finding), suppressions: [{ kind: 'directive', justification: approval.reason }] }];
}
