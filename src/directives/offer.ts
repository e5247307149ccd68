import { innermost } from '../innermost.ts';
import { lineEndOf } from '../line-ends.ts';
import { beginsLine, blanksBefore } from '../lines.ts';
import type { Rule } from '../rule.ts';
import type { Edit, Finding, Migration, Range, Suggestion } from '../types.ts';
import { orderStatements, type StatementOrder } from './statements.ts';

/**
 * Offers the comment above a statement that silences or permits a finding in it, once a person has filled in the reason. SQL that stands in
 * a comment gets none.
 */
export function directiveOffers(migration: Migration, rules: Readonly<Record<string, Rule>>) {
  let order: StatementOrder | null = null;
  const lineEnd = lineEndOf(migration.text);
  const isInComment = innermost(migration.comments.map(({ range }) => range));
  return (finding: Finding): Suggestion | null => {
    const words = wordsFor(finding, rules[finding.rule]);
    if (words === null) return null;
    order ??= orderStatements(migration);
    const edit = order.isScript
      ? aboveHost(migration.text, hostOf(order, finding), `// ${words.comment}${lineEnd}`)
      : isInComment(finding.statement[0]) === null
        ? aboveStatement(migration.text, finding.statement[0], `-- ${words.comment}${lineEnd}`, lineEnd)
        : null;
    return edit && { message: words.message, edits: [edit] };
  };
}

function wordsFor({ rule, level, statement }: Finding, known: Rule | undefined) {
  if (!known || rule === 'directive' || statement[1] <= statement[0]) return null;
  if (known.level === 3)
    return level < 3
      ? null
      : {
          message: 'Permit this statement; a person fills in the reason',
          comment: `farout-guard-approve ${rule} -- <reason>`,
        };
  const message = `Disable ${rule} for this statement; fill in the reason`;
  return { message, comment: `farout-guard-disable-next-line ${rule} -- <reason>` };
}

/** Between two statements of one line it gets a line of its own. */
function aboveStatement(text: string, start: number, line: string, lineEnd: string): Edit | null {
  const indent = indentAt(text, start);
  if (indent !== null) return { range: [start, start], text: `${line}${indent}` };
  return text[start] === '\\' ? null : { range: [start, start], text: `${lineEnd}${line}` };
}

/** The JavaScript statement that sends it. */
function hostOf(order: StatementOrder, { range }: Finding): Range {
  return order.all[order.at(...range) ?? order.at(range[0]) ?? -1]?.host ?? [0, 0];
}

/** Above a statement that begins its line. */
function aboveHost(text: string, [start, end]: Range, line: string): Edit | null {
  const indent = end > start ? indentAt(text, start) : null;
  return indent === null ? null : { range: [start, start], text: `${line}${indent}` };
}

/** The white space before an offset, when nothing else stands before it on its line. */
function indentAt(text: string, offset: number): string | null {
  const start = blanksBefore(text, offset);
  return beginsLine(text, start) ? text.slice(start, offset) : null;
}
