import { rules } from '../../rules/index.ts';
import { ruleUrl } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { introduction, rulePage } from './rule-page.ts';

/** The names of all rules; a result refers to its rule by the place in this list. */
export const ruleNames: readonly string[] = Object.keys(rules).sort();

/** All rules as SARIF's reporting descriptors, whatever was found: a service that compares runs wants the same list each time. */
export const sarifRules = (): readonly object[] => Object.entries(rules).sort(byName).map(descriptor);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/** GitHub shows no more of a description. */
const longest = 1024;

function descriptor([id, { description, level }]: readonly [string, Rule]): object {
  const page = rulePage(id);
  const helpUri = ruleUrl(id);
  const text = introduction(page);
  return {
    id,
    shortDescription: { text: `${description}.` },
    fullDescription: { text: text.length > longest ? `${text.slice(0, longest - 1)}…` : text || `${description}.` },
    help: { text: `${text || description}\n\n${helpUri}`, markdown: page },
    helpUri,
    defaultConfiguration: { level: level === 1 ? 'warning' : 'error' },
    properties: propertiesOf(level),
  };
}

/** As GitHub reads them: with a security severity, a score up to 10, alerts can block a merge as critical ones. */
function propertiesOf(level: Rule['level']): object {
  const tags = ['postgresql', 'migration', `level-${level}`];
  const precision = 'high';
  if (level === 3) return { tags: [...tags, 'data-loss', 'security'], precision, 'security-severity': '9.5' };
  return { tags, precision, 'problem.severity': level === 1 ? 'warning' : 'error' };
}
