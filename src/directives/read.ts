import { hint } from '../nearest.ts';
import type { Problem } from '../rule.ts';
import type { Comment, Migration } from '../types.ts';
import { ownComments, withDashes, withReason } from './mend.ts';
import { directiveKeywords, parseDirective, type Directive } from './parse.ts';
import { attachedComments, orderStatements, type StatementOrder } from './statements.ts';

/** What the file alone shows to be wrong with a directive. */
export type CommentProblem =
  | 'noReason'
  | 'unknownKeyword'
  | 'misplaced'
  | 'approvesNoRule'
  | 'approvesNoStatement'
  | 'approvesNoCall'
  | 'slashes'
  | 'setsRules';

/** A directive of a file, with what is wrong with it as far as the file alone tells. */
export interface Reading {
  readonly directive: Directive;
  /** Why it has no effect, or null when it has. */
  readonly problem: Problem<CommentProblem> | null;
  /** The indexes of the statements that it stands above. */
  readonly above: readonly number[];
}

/** The directives of a migration in the order in which they stand. */
export function readDirectives(migration: Migration, order = orderStatements(migration)): readonly Reading[] {
  const found = migration.comments.flatMap((comment) => {
    const directive = parseDirective(comment, migration.text, order.isScript);
    return directive ? [{ comment, directive }] : [];
  });
  if (found.length === 0) return [];
  const attached = attachedComments(order, migration);
  return found
    .sort((a, b) => a.directive.range[0] - b.directive.range[0])
    .map(({ comment, directive }) => {
      const above = attached.get(comment) ?? [];
      return { directive, above, problem: problemOf(directive, above, order) };
    });
}

/** What is wrong with the comments that speak to the linter, as far as the file alone tells. */
export function* commentProblems(migration: Migration): Generator<Problem<CommentProblem>> {
  for (const { problem } of readDirectives(migration)) if (problem) yield mendable(problem, migration);
  const isOwn = ownComments(migration);
  for (const comment of migration.comments) {
    for (const problem of declarationProblems(comment)) yield mendable(problem, migration);
    if (/^[\s*]*eslint\s/.test(comment.text) && comment.text.includes('farout-guard/'))
      yield { messageId: 'setsRules', range: comment.range };
    if (!migration.text.startsWith('//', comment.range[0]) || isOwn(comment.range)) continue;
    const data = { text: comment.text.trim() };
    yield { messageId: 'slashes', range: comment.range, data, fix: () => withDashes(migration, comment) };
  }
}

function mendable(problem: Problem<CommentProblem>, migration: Migration): Problem<CommentProblem> {
  if (problem.messageId !== 'noReason') return problem;
  return { ...problem, suggestions: () => [withReason(migration, problem.range)] };
}

/** `farout-guard: irreversible -- <reason>` is read with the migration's undo; here only what is wrong with it. */
function* declarationProblems({ text, range }: Comment): Generator<Problem<CommentProblem>> {
  for (const [, word = '', rest = ''] of text.matchAll(/^[ \t*]*farout-guard:[ \t]*(\S*)(.*)$/gm)) {
    const keyword = `farout-guard: ${word}`;
    const [, reason] = /^[ \t]+--[ \t]*(\S.*)$/.exec(rest.trimEnd()) ?? [];
    if (word !== 'irreversible')
      yield {
        messageId: 'unknownKeyword',
        range,
        data: { keyword, hint: hint(keyword, ['farout-guard: irreversible']) },
      };
    else if (reason === undefined || /^<[^>]*>$/.test(reason))
      yield { messageId: 'noReason', range, data: { keyword, rules: '' } };
  }
}

function problemOf(directive: Directive, above: readonly number[], order: StatementOrder): Reading['problem'] {
  const { kind, keyword, mentions, reason, range } = directive;
  const say = (messageId: CommentProblem, data: Record<string, string> = {}) => ({
    messageId,
    range,
    data: { keyword, ...data },
  });
  if (kind === null) return say('unknownKeyword', { hint: hint(keyword, directiveKeywords) });
  if (reason === null && kind !== 'enable') return say('noReason', { rules: listRules(directive) });
  if (kind === 'disable-file' && (order.all[0]?.range[0] ?? Infinity) < range[0]) return say('misplaced');
  if (kind !== 'approve') return null;
  if (mentions.length === 0) return say('approvesNoRule');
  if (above.length > 0) return null;
  return say(order.isScript ? 'approvesNoCall' : 'approvesNoStatement');
}

/** The first names of a directive as they must be written there; words of a sentence are left out. */
function listRules({ keyword, mentions }: Directive): string {
  const prefix = keyword.startsWith('eslint-') ? 'farout-guard/' : '';
  const names = mentions.slice(0, 5).filter(({ rule }) => /^[a-z]+(?:-[a-z]+)+$/.test(rule));
  return names.map(({ rule }, index) => `${index === 0 ? ' ' : ', '}${prefix}${rule}`).join('');
}
