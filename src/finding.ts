import { isScript } from './config/defaults.ts';
import { innermost } from './innermost.ts';
import { lines, type Lines } from './lines.ts';
import { fillMessage } from './message.ts';
import type { Problem, Rule } from './rule.ts';
import type { Finding, Level, Migration, Range } from './types.ts';

/** Where the pages of the rules are. */
const pages = 'https://github.com/farout-guard/farout-guard/blob/main/rules';

/** The address of a rule's page. */
export const ruleUrl = (rule: string): string => `${pages}/${rule}.md`;

/** What weighs a problem: its rule's name, level and set severity. */
interface Weight {
  readonly name: string;
  readonly level: Level;
  readonly severity: 'warn' | 'error';
}

/** Makes a finding of a problem. */
export type FindingMaker = (rule: Rule, problem: Problem, weight: Weight) => Finding;

/** Makes findings of one migration's problems. */
export function findingMaker(migration: Migration): FindingMaker {
  const places: Lines = lines(migration.text);
  const statementAt = statementFinder(migration);
  const inWords = isScript(migration.path) ? slashesFor(migration) : (message: string) => message;
  return (rule, problem, { name, level, severity }) => {
    const start = places.locate(problem.range[0]);
    const end = places.locate(problem.range[1]);
    const sent = migration.sent?.(problem.range) ?? null;
    return {
      rule: name,
      level,
      severity,
      message: fillMessage(inWords(rule.messages[problem.messageId] ?? problem.messageId, problem.range), problem.data),
      messageId: problem.messageId,
      data: problem.data ?? {},
      range: problem.range,
      statement: statementAt(problem.range),
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
      url: ruleUrl(name),
      ...(sent ? { sent } : {}),
      approval: null,
    };
  };
}

/** Writes our comments in a message as a script has them, unless the message is about one in its SQL. */
function slashesFor({ text, comments }: Migration): (message: string, range: Range) => string {
  const ranges = comments.map(({ range }) => range).filter(([start]) => text.startsWith('--', start));
  const commentInSql = innermost(ranges);
  return (message, [start, end]) => {
    const inScript = message.replace(/-- (?=farout-guard[-:]|eslint-|\{\{keyword\}\})/g, '// ');
    return inScript !== message && commentInSql(start, end) !== null ? message : inScript;
  };
}

/** Answers the range of the innermost statement that holds a range. */
function statementFinder({ sections }: Migration): (range: Range) => Range {
  const finder = lazily(() => {
    const ranges = sections.flatMap(({ statements }) => statements).map(({ range }) => range);
    return { ranges, find: innermost(ranges) };
  });
  return ([start, end]) => {
    const { ranges, find } = finder();
    return (end > start ? ranges[find(start, end) ?? -1] : undefined) ?? [0, 0];
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Sorts by position, then rule, and keeps one of several equal findings (a function's body that is called twice). */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      a.range[0] - b.range[0] || a.range[1] - b.range[1] || compare(a.rule, b.rule) || compare(a.message, b.message),
  );
  return sorted.filter((finding, index) => !isSame(finding, sorted[index - 1]));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const isSame = (a: Finding, b: Finding | undefined) =>
  a.rule === b?.rule && a.range[0] === b.range[0] && a.range[1] === b.range[1] && a.message === b.message;
