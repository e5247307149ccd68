import type { Finding } from '../types.ts';
import { approvalWords } from './approval-words.ts';
import type { FileResult, Linted, Reporter, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';
import { weightOf } from './weight.ts';
import { xmlStart, xmlText } from './xml.ts';

/**
 * JUnit's XML: a suite a file, a case a finding. An error is a failure; a warning, of which JUnit knows none, is a case that passes
 * and says so in its output; what is approved or known by the baseline is skipped, as is a file that cannot be run on a database here;
 * a file that could not be checked is an error.
 */
export function junit(view: View): Reporter {
  let head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="farout-guard">\n';
  const begin = () => {
    const text = head;
    head = '';
    return text;
  };
  return {
    file: (result) => begin() + suite(casesOf(result), repositoryPath(result.path, view)),
    end: () => `${begin()}</testsuites>\n`,
  };
}

interface Case {
  readonly name: string;
  readonly line?: number;
  readonly outcome: 'passed' | 'failures' | 'errors' | 'skipped';
  /** The elements inside it. */
  readonly inside: string;
}

function suite(cases: readonly Case[], path: string): string {
  const count = (wanted: Case['outcome']) => cases.filter(({ outcome }) => outcome === wanted).length;
  const [failures, errors, skipped] = [count('failures'), count('errors'), count('skipped')];
  const start = xmlStart('testsuite', { name: path, tests: cases.length, failures, errors, skipped, time: 0 });
  const lines = cases.map(({ name, line, inside }) => {
    const place = { file: path, ...(line === undefined ? {} : { line }) };
    const head = xmlStart('testcase', { name, classname: path, ...place, time: 0 });
    return inside === '' ? `    ${head}/>\n` : `    ${head}>${inside}</testcase>\n`;
  });
  return `  ${start}>\n${lines.join('')}  </testsuite>\n`;
}

function casesOf(result: FileResult): readonly Case[] {
  if (result.kind === 'failed') {
    const inside = element('error', { message: result.message, type: 'could not be checked' }, result.message);
    return [{ name: 'could not be checked', outcome: 'errors', inside }];
  }
  if (result.trial && 'untestable' in result.trial) return [notTestable(result.trial.untestable)];
  const cases = [...result.findings.map(caseOf), ...baselinedCases(result)];
  return cases.length > 0 ? cases : [{ name: 'no problems', outcome: 'passed', inside: '' }];
}

const baselinedCases = ({ baselined = [] }: Linted) =>
  baselined.map((finding) => skipped(finding, 'known by the baseline'));

function caseOf(finding: Finding): Case {
  const { rule: type, message, severity, approval, url, line } = finding;
  if (approval) return skipped(finding, `approved: ${approvalWords(approval)}`);
  const text = `${message}\n\n${weightOf(finding)}\n${url}`;
  const name = nameOf(finding);
  if (severity === 'warn')
    return { name, line, outcome: 'passed', inside: element('system-out', {}, `warning: ${text}`) };
  const inside = element('failure', { message: message.split('\n', 1)[0] ?? '', type }, text);
  return { name, line, outcome: 'failures', inside };
}

const skipped = (finding: Finding, message: string): Case => ({
  name: nameOf(finding),
  line: finding.line,
  outcome: 'skipped',
  inside: `${xmlStart('skipped', { message })}/>`,
});

const notTestable = (message: string): Case => ({
  name: 'not testable',
  outcome: 'skipped',
  inside: `${xmlStart('skipped', { message })}/>`,
});

const nameOf = ({ rule, line, column }: Finding) => `${rule} ${line}:${column}`;

const element = (name: string, attributes: Readonly<Record<string, string>>, text: string) =>
  `${xmlStart(name, attributes)}>${xmlText(text)}</${name}>`;
