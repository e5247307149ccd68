import { hash } from 'node:crypto';
import type { Finding } from '../types.ts';
import { fingerprints } from './fingerprint.ts';
import { printable } from './printable.ts';
import type { FileResult, Reporter, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';

type Severity = 'minor' | 'major' | 'critical' | 'blocker';

/**
 * A Code Quality report for GitLab, which knows an issue by its fingerprint and shows one of those that share it: the path is part
 * of it. What is approved or known by the baseline is left out.
 */
export function gitlab(view: View): Reporter {
  let separator = '[\n';
  return {
    file(result) {
      return issuesOf(result, repositoryPath(result.path, view))
        .map((issue) => {
          const text = separator + JSON.stringify(issue);
          separator = ',\n';
          return text;
        })
        .join('');
    },
    end: () => (separator === '[\n' ? '[]\n' : '\n]\n'),
  };
}

function issuesOf(result: FileResult, path: string): readonly object[] {
  if (result.kind === 'failed') {
    const name = 'could-not-be-checked';
    const description = `could not be checked: ${printable(result.message)}`;
    return [issue({ name, description, key: name, severity: 'blocker', path, lines: { begin: 1 } })];
  }
  const keys = fingerprints(result);
  return result.findings
    .filter(({ approval }) => approval === null)
    .map((finding) => {
      const { rule: name, message, line: begin, endLine: end } = finding;
      const description = printable(message.split('\n', 1)[0] ?? '');
      const key = keys.get(finding) ?? '';
      return issue({ name, description, key, severity: severityOf(finding), path, lines: { begin, end } });
    });
}

interface Issue {
  readonly name: string;
  readonly description: string;
  /** What tells it from the others of its file. */
  readonly key: string;
  readonly severity: Severity;
  readonly path: string;
  readonly lines: object;
}

const issue = ({ name, description, key, severity, path, lines }: Issue) => ({
  description,
  check_name: name,
  fingerprint: hash('sha256', JSON.stringify([path, name, key])),
  severity,
  location: { path, lines },
});

function severityOf({ severity, level }: Finding): Severity {
  if (severity === 'warn') return level === 3 ? 'major' : 'minor';
  return level === 3 ? 'blocker' : 'critical';
}
