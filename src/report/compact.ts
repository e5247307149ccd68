import { join } from 'node:path';
import type { Finding } from '../types.ts';
import { printable } from './printable.ts';
import type { FileResult, Reporter, View } from './reporter.ts';
import { amount } from './tally.ts';

/** One line a finding, as ESLint's compact formatter writes it; approved findings are left out. */
export function compact({ root }: View): Reporter {
  return {
    file: (result) => linesOf(result, printable(join(root, result.path))),
    end({ errors, warnings, failed }) {
      const problems = errors + warnings + failed;
      return problems === 0 ? '' : `\n${amount(problems, 'problem')}\n`;
    },
  };
}

function linesOf(result: FileResult, path: string): string {
  if (result.kind === 'failed') return `${path}: line 0, col 0, Error - ${collapse(result.message)}\n`;
  return result.findings.map((finding) => (finding.approval ? '' : lineOf(finding, path))).join('');
}

function lineOf({ line, column, severity, message, rule }: Finding, path: string): string {
  const weight = severity === 'error' ? 'Error' : 'Warning';
  return `${path}: line ${line}, col ${column}, ${weight} - ${collapse(message)} (${rule})\n`;
}

const collapse = (message: string) => printable(message.trim().replace(/\s*\n\s*/g, ' '));
