import type { SourceLocation } from '@eslint/core';

/** A comment of ESLint's, as ESLint is told of it. */
interface Told {
  readonly type: string;
  readonly node: unknown;
  readonly value: string;
}

/** What ESLint knows of the comments of a file. */
export interface Commented {
  getDisableDirectives?(): { readonly directives: readonly Told[] };
  getLoc(node: never): SourceLocation;
}

/** A place, both counted from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface Step extends Place {
  readonly disables: boolean;
  /** Null: all rules. */
  readonly rules: ReadonlySet<string> | null;
}

/** Whether ESLint silences what a rule reports at a place. */
export type Reach = (ruleId: string, place: Place) => boolean;

/** Finds what ESLint's comments silence, as ESLint's own `apply-disable-directives` does: regions first, then single lines. */
export function reachOf(source: Commented): Reach {
  const told = source.getDisableDirectives?.().directives ?? [];
  if (told.length === 0) return () => false;
  const steps = told.map((each) => stepsOf(each, source));
  const [regions, single] = [steps.filter(({ isRegion }) => isRegion), steps.filter(({ isRegion }) => !isRegion)];
  const rows = [regions, single].map((those) => those.flatMap((each) => each.steps).sort(compare));
  return (ruleId, place) => rows.some((row) => isSilenced(row, ruleId, place));
}

const compare = (a: Place, b: Place) => a.line - b.line || a.column - b.column;

function stepsOf({ type, node, value }: Told, source: Commented): { isRegion: boolean; steps: readonly Step[] } {
  const loc = source.getLoc(node as never);
  const names = value.split(',').map((name) => name.trim().replace(/^(['"]?)(.*)\1$/, '$2'));
  const rules = value.trim() === '' ? null : new Set(names);
  if (type === 'disable' || type === 'enable') {
    const { line, column } = loc.start;
    return { isRegion: true, steps: [{ line, column: column + 1, rules, disables: type === 'disable' }] };
  }
  const line = type === 'disable-line' ? loc.start.line : loc.end.line + 1;
  const steps = [
    { line, column: 1, rules, disables: true },
    { line: line + 1, column: 0, rules, disables: false },
  ];
  return { isRegion: false, steps };
}

function isSilenced(row: readonly Step[], ruleId: string, place: Place): boolean {
  const last = row.findLast((step) => compare(step, place) <= 0 && (step.rules === null || step.rules.has(ruleId)));
  return last?.disables ?? false;
}
