import type { Finding } from '../types.ts';
import { manifest } from '../package.ts';
import { approvalWords } from './approval-words.ts';
import { fingerprints } from './fingerprint.ts';
import type { Linted, Reporter, View } from './reporter.ts';
import { repositoryPath } from './repository-path.ts';
import { ruleNames, sarifRules } from './sarif-rules.ts';

/** The schema that SARIF 2.1.0 is checked by; GitHub names this address. */
const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
const base = '%SRCROOT%';

/**
 * SARIF 2.1.0, one run; nothing in it depends on the machine or the time. GitHub takes no notice of suppressions, and would show what
 * a person approved as an open alert: there, suppressed results are left out.
 */
export function sarif(view: View): Reporter {
  const notifications: object[] = [];
  let separator = sarifHead();
  return {
    file(result) {
      const location = { uri: encodePath(repositoryPath(result.path, view)), uriBaseId: base };
      if (result.kind === 'failed') {
        const locations = [{ physicalLocation: { artifactLocation: location } }];
        notifications.push({ level: 'error', message: { text: result.message }, locations });
        return '';
      }
      return resultsOf(result, location, view)
        .map((one) => {
          const text = separator + JSON.stringify(one);
          separator = ',\n';
          return text;
        })
        .join('');
    },
    end: () => (separator === ',\n' ? '' : separator) + sarifTail(notifications),
  };
}

/** The document up to its first result. */
export function sarifHead(driver: object = ownDriver()): string {
  const place = { originalUriBaseIds: { [base]: { description: { text: 'The top folder of the repository.' } } } };
  const run = JSON.stringify({ tool: { driver }, columnKind: 'utf16CodeUnits', ...place }).slice(0, -1);
  return `{"version":"2.1.0","$schema":"${schema}","runs":[${run},"results":[\n`;
}

/** The document after its last result. */
export function sarifTail(toolExecutionNotifications: readonly object[]): string {
  const executionSuccessful = toolExecutionNotifications.length === 0;
  const invocations = [{ executionSuccessful, toolExecutionNotifications }];
  return `\n],"invocations":${JSON.stringify(invocations)}}]}\n`;
}

const ownDriver = () => ({
  name: manifest.name,
  semanticVersion: manifest.version,
  informationUri: 'https://github.com/farout-guard/farout-guard',
  rules: sarifRules(),
});

/** Percent-encodes what a URI's path cannot hold; the first part of a relative one must have no colon (RFC 3986, 4.2). */
const encodePath = (path: string) =>
  path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');

function resultsOf(result: Linted, artifactLocation: object, { onGitHub }: View): readonly object[] {
  const { findings, baselined } = result;
  const keys = fingerprints(result);
  const open = (finding: Finding, known: boolean) => {
    const key = keys.get(finding) ?? '';
    const state = baselined === undefined ? {} : { baselineState: known ? 'unchanged' : 'new' };
    return { ...resultOf(finding, artifactLocation, key), ...suppressions(finding, known), ...state };
  };
  const all = [
    ...findings.map((finding) => ({ finding, known: false })),
    ...(baselined ?? []).map((finding) => ({ finding, known: true })),
  ];
  return all
    .filter(({ finding, known }) => !onGitHub || (finding.approval === null && !known))
    .map(({ finding, known }) => open(finding, known));
}

function resultOf(finding: Finding, artifactLocation: object, key: string): object {
  const { rule: ruleId, severity, level, message, line, column, endLine, endColumn } = finding;
  const ruleIndex = ruleNames.indexOf(ruleId);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: severity === 'error' ? 'error' : 'warning',
    message: { text: withoutLinks(message) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    // GitHub tells alerts apart by the first.
    partialFingerprints: { primaryLocationLineHash: key, 'statement/v1': key },
    properties: { level },
  };
}

/** In a message `[words](target)` is a link; SQL never needs the two signs to touch. */
const withoutLinks = (message: string) => message.replaceAll('](', '] (');

function suppressions({ approval }: Finding, known: boolean): object {
  const status = 'accepted';
  if (known) return { suppressions: [{ kind: 'external', status, justification: 'known by the baseline' }] };
  if (!approval) return {};
  const kind = approval.mode === 'inline' ? 'inSource' : 'external';
  return { suppressions: [{ kind, status, justification: approvalWords(approval) }] };
}
