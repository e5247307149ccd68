import type { Node } from '@pgsql/types';
import type { Condition, Context, Operation } from '../../operation.ts';
import type { Range } from '../../types.ts';
import { parse, parsePlPgSql } from '../postgres.ts';
import { replacePlaceholders } from '../placeholders.ts';
import { compose, type MappedText, oneWay, verbatim } from '../position-map.ts';
import { tokenize } from '../tokens.ts';
import { type Branch, readBlock, type Step } from './block.ts';
import { intoAt } from './block-reader.ts';
import { conditionOf, inverse, loopCondition } from './condition.ts';
import { type TextPart, textParts } from './constant-text.ts';
import { runParts } from './dynamic.ts';
import { base, type Frame, newFrame, whole, type World } from './frame.ts';
import { readHeads } from './heads.ts';
import { lowerStatement } from './lower.ts';
import { lowerQuery } from './query.ts';

/** A body while it is followed: what its variables hold, and what the queries before looked for. */
interface Run {
  readonly body: MappedText;
  readonly world: World;
  readonly context: Context;
  /** Variables that are assigned in one place only. */
  readonly constant: ReadonlySet<string>;
  readonly variables: Map<string, readonly TextPart[]>;
  readonly tests: Map<string, Condition>;
}

/** What a PL/pgSQL body does when it runs; `body` is a text of the frame's statement. */
export function runPlPgSql(frame: Frame, body: MappedText, context: Context): Operation[] {
  const steps = readBlock(body.text);
  const run: Run = {
    body: compose(frame.source, body),
    world: frame.world,
    context,
    constant: assignedOnce(steps),
    variables: new Map(),
    tests: new Map(),
  };
  const operations = runSteps(steps, run);
  return operations.some(({ kind }) => kind === 'unparseable') ? operations : [...operations, ...refusal(frame, run.body, context)];
} // prettier-ignore

/** PostgreSQL's compiler judges the block's own syntax; it gives no position, and objects to types that it cannot look up. */
function refusal(frame: Frame, body: MappedText, context: Context): Operation[] {
  const parsed = compile(frame.source.text, body.text);
  if (parsed.ok || !/^(?:syntax error|missing|unterminated|mismatched|unexpected end)/.test(parsed.message)) return [];
  const near = /at or near "(.*)"$/s.exec(parsed.message)?.[1];
  const token = tokenize(body.text).find(({ start, end }) => body.text.slice(start, end) === near);
  const inBody = newFrame(body, context, frame.world);
  const place = token ? base(inBody, [token.start, token.end], 'unneeded') : base(frame, whole(frame), 'unneeded');
  return [
    { kind: 'unparseable', ...place, context, message: parsed.message, placeholder: null },
    ...readHeads(inBody, true),
  ];
}

/** Placeholders in a body stand inside a literal of the statement: they are filled in the body and put back. */
function compile(statement: string, body: string): ReturnType<typeof parsePlPgSql> {
  const parsed = parsePlPgSql(statement);
  if (parsed.ok || !statement.includes(body)) return parsed;
  const { text, placeholders } = replacePlaceholders(body);
  return placeholders.length > 0 ? parsePlPgSql(statement.replace(body, () => text)) : parsed;
}

function assignedOnce(steps: readonly Step[]): Set<string> {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const visit = (step: Step): void => {
    if (step.kind === 'evaluate' && step.variable) count(step.variable);
    if (step.kind === 'sql') step.into.forEach(count);
    childrenOf(step).forEach(visit);
  };
  steps.forEach(visit);
  return new Set([...counts].flatMap(([name, times]) => (times === 1 ? [name] : [])));
}

function childrenOf(step: Step): readonly Step[] {
  if (step.kind === 'branch') return step.branches.flatMap(({ body }) => body);
  if (step.kind === 'loop') return step.body;
  return step.kind === 'block' ? [...step.body, ...step.handlers.flatMap(({ body }) => body)] : [];
}

/** After `IF … THEN RETURN; END IF;` the rest runs only while the condition does not hold. */
function runSteps(steps: readonly Step[], run: Run): Operation[] {
  const operations: Operation[] = [];
  let current = run;
  for (const step of steps) {
    operations.push(...runStep(step, current));
    const [only, more] = step.kind === 'branch' ? step.branches : [];
    if (only?.condition && !more && only.body.at(-1)?.kind === 'leave')
      current = under(current, inverse(readCondition(only.condition, current)));
  }
  return operations;
}

function runStep(step: Step, run: Run): Operation[] {
  switch (step.kind) {
    case 'sql':
      return runSql(step.range, step.into, run);
    case 'evaluate':
      return evaluate(step.range, step.variable, run);
    case 'execute':
      return execute(step.range, run);
    case 'branch':
      return runBranches(step.branches, run);
    case 'loop':
      return runLoop(step, run);
    case 'block':
      return runNested(step, run);
    default:
      return [];
  }
}

function under(run: Run, ...conditions: readonly Condition[]): Run {
  return { ...run, context: { ...run.context, conditions: [...run.context.conditions, ...conditions] } };
}

/** PL/pgSQL takes the INTO out of a statement before it runs it: blanks keep the positions. */
function runSql(range: Range, into: readonly string[], run: Run): Operation[] {
  const text = run.body.text.slice(...range);
  const found = into.length > 0 ? intoAt(text, tokenize(text)) : null;
  const query = found ? text.slice(0, found.range[0]) + ' '.repeat(found.range[1] - found.range[0]) + text.slice(found.range[1]) : text; // prettier-ignore
  remember(query, into, run, range);
  return lowerStatement(piece(run.body, query, range[0]), run.context, run.world);
}

/** What a SELECT looked for is what a later `IF found`, `IF FOUND` or `IF n = 0` asks. */
function remember(query: string, into: readonly string[], run: Run, range: Range): void {
  if (!/^\s*(?:select|perform|with)\b/i.test(query)) return;
  const tree = treeOf(query);
  const select = tree && 'SelectStmt' in tree ? tree.SelectStmt : null;
  const found = loopCondition(tree, run.body.map.toSource(range));
  run.tests.set('found', found);
  into.forEach((name, index) => {
    const target = select?.targetList?.[index];
    const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
    const own = conditionOf(value, found.range, run.tests);
    run.tests.set(name, own.tests === 'other' ? found : own);
  });
}

function evaluate(range: Range, variable: string | null, run: Run): Operation[] {
  const { frame, node, tree } = expression(range, run);
  if (!tree) return [];
  const written = frame.source.map.toSource([7, frame.source.text.length]);
  if (variable) {
    run.tests.set(variable, conditionOf(node, written, run.tests));
    const parts = run.constant.has(variable) ? textParts(node, frame) : null;
    if (parts) run.variables.set(variable, parts);
  } else remember(`SELECT ${run.body.text.slice(...range)}`, [], run, range);
  return lowerQuery(tree, frame).filter(({ kind }) => kind !== 'other');
}

function execute(range: Range, run: Run): Operation[] {
  const { frame, node } = expression(range, run);
  const words: Range = [7, frame.source.text.length];
  const parts = node ? textParts(node, frame) : null;
  if (!parts) return [{ kind: 'unverifiable', ...base(frame, words, 'unneeded'), what: 'EXECUTE' }];
  return runParts(parts, frame, 'EXECUTE', words);
}

function runBranches(branches: readonly Branch[], run: Run): Operation[] {
  const passed: Condition[] = [];
  return branches.flatMap(({ condition, body }) => {
    const own = condition ? readCondition(condition, run) : null;
    const asked = condition ? evaluate(condition, null, run) : [];
    const inside = runSteps(body, under(run, ...passed, ...(own ? [own] : [])));
    if (own) passed.push(inverse(own));
    return [...asked, ...inside];
  });
}

function readCondition(range: Range, run: Run): Condition {
  const { frame, node } = expression(range, run);
  return conditionOf(node, frame.source.map.toSource([7, frame.source.text.length]), run.tests);
}

function runLoop(step: Step & { kind: 'loop' }, run: Run): Operation[] {
  const written = run.body.map.toSource(step.range);
  const query = step.over === 'query' ? treeOf(run.body.text.slice(...step.range)) : null;
  const condition = query ? loopCondition(query, written) : conditionOf(undefined, written, run.tests);
  const header = step.over === 'query' ? runSql(step.range, [], run).filter(({ kind }) => kind !== 'other') : step.over === 'execute' ? execute(step.range, run) : []; // prettier-ignore
  return [...header, ...runSteps(step.body, under(run, condition))];
}

/** A handler that raises again swallows nothing. */
function runNested(step: Step & { kind: 'block' }, run: Run): Operation[] {
  const swallowed = step.handlers.filter(({ body }) => !body.some(raises)).flatMap(({ conditions }) => conditions);
  const context = { ...run.context, handlers: [...run.context.handlers, ...swallowed] };
  const failed = conditionOf(undefined, run.body.map.toSource([0, 0]), run.tests);
  const rescue = step.handlers.flatMap(({ body }) => runSteps(body, under(run, failed)));
  return [...runSteps(step.body, { ...run, context }), ...rescue];
}

function raises(step: Step): boolean {
  return step.kind === 'raise' || (step.kind === 'block' && childrenOf(step).some(raises));
}

/** An expression as the query that PL/pgSQL makes of it; 7 is the length of `SELECT `. */
function expression(range: Range, run: Run): { frame: Frame; tree: Node | null; node: Node | undefined } {
  const text = `SELECT ${run.body.text.slice(...range)}`;
  const tree = treeOf(text);
  const shift = (offset: number) => Math.max(0, offset - 7) + range[0];
  const source = {
    text,
    map: oneWay(([start, end]) => run.body.map.toSource([shift(start), shift(end)])),
  };
  const target = tree && 'SelectStmt' in tree ? tree.SelectStmt.targetList?.[0] : undefined;
  const node = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return { frame: newFrame(source, run.context, run.world, run.variables), tree, node };
}

function treeOf(text: string): Node | null {
  const parsed = parse(text);
  return parsed.ok ? (parsed.tree.stmts?.[0]?.stmt ?? null) : null;
}

function piece(body: MappedText, text: string, offset: number): MappedText {
  return compose(body, verbatim(text, offset));
}
