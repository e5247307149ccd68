import type { Finding } from '../types.ts';
import { printable, printableLines } from './printable.ts';
import type { Reporter, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';
import { rank, weightOf } from './weight.ts';

interface Annotation {
  readonly rank: number;
  readonly text: string;
}

/**
 * Workflow commands that GitHub Actions shows as annotations. It shows ten errors and ten warnings of a step, so the heaviest
 * come first; those that are approved or known are left out.
 */
export function github(view: View): Reporter {
  const annotations: Annotation[] = [];
  return {
    file(result) {
      const file = repositoryPath(result.path, view);
      if (result.kind === 'failed') {
        const properties = { file, title: 'farout-guard: could not be checked' };
        annotations.push({ rank: -1, text: command('error', properties, result.message) });
        return '';
      }
      for (const finding of result.findings)
        if (!finding.approval) annotations.push({ rank: rank(finding), text: annotation(finding, file) });
      return '';
    },
    end: () =>
      annotations
        .sort((a, b) => a.rank - b.rank)
        .map(({ text }) => text)
        .join(''),
  };
}

function annotation(finding: Finding, file: string): string {
  const { severity, rule, message, url, line, endLine, column, endColumn } = finding;
  // A runner refuses columns when the lines differ.
  const columns = endLine === line ? { col: column, endColumn } : {};
  const properties = { file, line, endLine, ...columns, title: `${rule} (${weightOf(finding)})` };
  return command(severity === 'error' ? 'error' : 'warning', properties, `${message}\n\n${url}`);
}

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${words.join(',')}::${escapeData(printableLines(message))}\n`;
}

const escapeData = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string) => escapeData(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
