import type { AST, Rule } from 'eslint';
import { rules } from '../../rules/index.ts';
import { fillMessage } from '../message.ts';
import type { Edit, Finding } from '../types.ts';
import { type Commented, reachOf } from './reach.ts';

/** What ESLint has of a file. */
export interface Reporting extends Commented {
  readonly text: string;
}

type Report = (context: Rule.RuleContext, finding: Finding) => void;
type Loc = AST.SourceLocation;

/** No comment of ESLint's reaches this line. */
const above: Loc = { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };

/**
 * Reports findings of one file. ESLint's comments must silence in ESLint what they silence elsewhere, and no more: what they silence is
 * reported where ESLint sees them reach, so that it notes the reason; what they must not silence where they do not reach.
 * `isOther`: the text is not the one that ESLint has, so nothing can be mended.
 */
export function reporterFor(source: Reporting, isOther: boolean): Report {
  const reach = reachOf(source);
  const told = source.getDisableDirectives?.().directives ?? [];
  // Of several by one comment the first is the comment itself.
  const silencers = new Map(told.map(({ node }) => [startOf(node), node] as const).reverse());
  const placeFor = (id: string, finding: Finding): Loc | null => {
    const own = locOf(finding);
    const isReached = reach(id, finding);
    if (!finding.silencedBy) return isReached ? above : own;
    const comment = silencers.get(finding.silencedBy[0]);
    // One that ESLint does not know has done its work.
    if (comment === undefined) return null;
    if (isReached) return own;
    const line = source.getLoc(comment as never).end.line + 1;
    return reach(id, { line, column: 1 }) ? { start: { line, column: 0 }, end: { line, column: 0 } } : null;
  };
  return (context, finding) => {
    if (isToldByEslint(finding, silencers)) return;
    const loc = placeFor(context.id, finding);
    if (loc) context.report({ loc, ...wordsOf(finding), ...(isOther ? {} : mendsOf(finding)) });
  };
} // prettier-ignore

/** ESLint itself tells of its comments that silence nothing (`reportUnusedDisableDirectives`). */
function isToldByEslint({ rule, messageId, range }: Finding, silencers: ReadonlyMap<number, unknown>) {
  if (rule !== 'directive' || messageId !== 'unused') return false;
  return [...silencers.keys()].some((start) => start <= range[0] && range[0] < endOf(silencers.get(start)));
}

const startOf = (node: unknown) => (node as { readonly range: readonly [number, number] }).range[0];
const endOf = (node: unknown) => (node as { readonly range: readonly [number, number] }).range[1];

/** ESLint counts columns from 0. */
function locOf({ line, column, endLine, endColumn }: Finding): Loc {
  return { start: { line, column: column - 1 }, end: { line: endLine, column: endColumn - 1 } };
}

type Words =
  { readonly messageId: string; readonly data: Readonly<Record<string, string>> } | { readonly message: string };

/** By its id where ESLint makes the same words of that; in scripts our comments have other signs. */
function wordsOf({ messageId, data, message, rule }: Finding): Words {
  return fillMessage(rules[rule]?.messages[messageId] ?? '', data) === message ? { messageId, data } : { message };
}

function mendsOf({ fix, suggestions = [] }: Finding): object {
  const fixOf = (edits: readonly Edit[]) => (fixer: Rule.RuleFixer) => edits.map(({ range, text }) => fixer.replaceTextRange([...range], text)); // prettier-ignore
  return {
    ...(fix ? { fix: fixOf(fix) } : {}),
    suggest: suggestions.map(({ message, edits }) => ({ desc: message, fix: fixOf(edits) })),
  };
}
