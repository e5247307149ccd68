import { goesOn, noteCaught } from './caught.ts';
import { runStatics } from './classes.ts';
import { conditionOf, inverse } from './conditions.ts';
import { decision, otherDatabase, sameDatabase } from './dialect.ts';
import { evaluate } from './evaluate.ts';
import { elementsOf } from './iteration.ts';
import { type Machine, placeOf, sendUnverifiable } from './machine.ts';
import { bindPattern } from './patterns.ts';
import { declare, inBranch, keepReplaced, merge } from './scope.ts';
import { keyOf, type Node, type NodeOf, rangeOf } from './tree.ts';
import { constantValue, newScope, objectValue, type Scope, unknown } from './values.ts';

/** Whether what follows a statement runs, or the function (or the loop's turn) is left. */
export type Completion = 'goes on' | 'leaves';

/** Runs statements in a scope; functions and classes are there from the beginning. */
export function runBlock(machine: Machine, nodes: readonly Node[], scope: Scope): Completion {
  for (const node of nodes) hoist(machine, node, scope);
  for (const node of nodes) if (runStatement(machine, node, scope) === 'leaves') return 'leaves';
  return 'goes on';
}

function hoist(machine: Machine, node: Node, scope: Scope): void {
  const declared = node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node; // prettier-ignore
  if (declared?.type !== 'FunctionDeclaration' && declared?.type !== 'ClassDeclaration') return;
  if (declared.id) declare(scope, declared.id.name, evaluate(machine, declared, scope));
}

/** Runs one statement. */
export function runStatement(machine: Machine, node: Node, scope: Scope): Completion {
  if (!machine.anchor) machine.host = hostOf(node);
  switch (node.type) {
    case 'ExpressionStatement':
      evaluate(machine, node.expression, scope);
      return 'goes on';
    case 'VariableDeclaration':
      declareAll(machine, node, scope);
      return 'goes on';
    case 'ReturnStatement':
      machine.returns.push(node.argument ? evaluate(machine, node.argument, scope) : constantValue(undefined, placeOf(machine, node))); // prettier-ignore
      return 'leaves';
    case 'ThrowStatement':
      machine.notes.add('throws');
      evaluate(machine, node.argument, scope);
      return 'leaves';
    case 'BreakStatement':
    case 'ContinueStatement':
      return 'leaves';
    case 'BlockStatement':
      return runBlock(machine, node.body, newScope(scope));
    case 'IfStatement':
      return runIf(machine, node, scope);
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return runLoop(machine, node, scope);
    case 'TryStatement':
      return runTry(machine, node, scope);
    case 'SwitchStatement':
      return runSwitch(machine, node, scope);
    case 'TSEnumDeclaration':
      declareEnum(machine, node, scope);
      return 'goes on';
    case 'WithStatement':
      sendUnverifiable(machine, 'with (…)', placeOf(machine, node), 'Nobody can tell what its names mean');
      return 'goes on';
    case 'LabeledStatement':
      return runLabelled(machine, node.body, scope);
    case 'ClassDeclaration':
      runStatics(machine, node, scope);
      return 'goes on';
    default:
      return 'goes on';
  }
}

/** The statement without what stands in its blocks: a comment above an `if` does not speak for all that is inside. */
function hostOf(node: Node): readonly [number, number] {
  if (node.type === 'IfStatement') return rangeOf(node.test);
  return rangeOf(node);
}

/** Declares the variables of a declaration. */
export function declareAll(machine: Machine, node: NodeOf<'VariableDeclaration'>, scope: Scope): void {
  for (const { id, init } of node.declarations) {
    const value = init ? evaluate(machine, init, scope) : constantValue(undefined, placeOf(machine, id));
    bindPattern(machine, id, value, scope, node.kind === 'var');
  }
}

/** The members of an enum that have a value of their own are known. */
function declareEnum(machine: Machine, node: NodeOf<'TSEnumDeclaration'>, scope: Scope): void {
  const members = node.body.members.flatMap(({ id, initializer }) => {
    const name = keyOf(id, false);
    return name !== null && initializer ? [[name, evaluate(machine, initializer, scope)] as const] : [];
  });
  declare(scope, node.id.name, objectValue(members, placeOf(machine, node)));
}

/** Both branches may run; after one that leaves, the rest runs under the other's condition. */
function runIf(machine: Machine, node: NodeOf<'IfStatement'>, scope: Scope): Completion {
  const test = evaluate(machine, node.test, scope);
  const known = decision(test);
  if (known !== null) return runLive(machine, known ? node.consequent : node.alternate, scope);
  const condition = conditionOf(test, placeOf(machine, node.test));
  const isError = test.kind === 'constant' && test.isNoError === true;
  const outer = machine.conditions;
  const run = (branch: Node | null, guard: typeof condition | null) => {
    if (!branch) return { completion: 'goes on', outcome: new Map() } as const;
    let completion: Completion = 'goes on';
    machine.conditions = guard ? [...outer, guard] : outer;
    const outcome = inBranch(machine, () => (completion = runStatement(machine, branch, newScope(scope))));
    return { completion: completion as Completion, outcome };
  };
  const [then, otherwise] = [run(node.consequent, condition), run(node.alternate, isError ? null : inverse(condition))];
  const stays = [then, otherwise].filter(({ completion }) => completion === 'goes on');
  merge(machine, stays.map(({ outcome }) => outcome)); // prettier-ignore
  machine.conditions = outer;
  // Without an error, which is how a migration is meant to run, all that follows runs.
  if (isError) return otherwise.completion;
  if (then.completion === 'leaves') machine.conditions = [...outer, inverse(condition)];
  else if (otherwise.completion === 'leaves') machine.conditions = [...outer, condition];
  return stays.length === 0 ? 'leaves' : 'goes on';
}

function runLive(machine: Machine, node: Node | null, scope: Scope): Completion {
  machine.notes.add(otherDatabase);
  return node ? runStatement(machine, node, newScope(scope)) : 'goes on';
}

/** What leaves a labelled statement goes on after it. */
function runLabelled(machine: Machine, body: Node, scope: Scope): Completion {
  const outer = machine.conditions;
  runStatement(machine, body, scope);
  machine.conditions = outer;
  return 'goes on';
}

type Loop = NodeOf<'ForOfStatement'> | NodeOf<'ForInStatement'> | NodeOf<'ForStatement'> | NodeOf<'WhileStatement'> | NodeOf<'DoWhileStatement'>; // prettier-ignore

/** A loop over known elements runs once for each; any other runs once. */
function runLoop(machine: Machine, node: Loop, scope: Scope): Completion {
  const outer = machine.conditions;
  for (const turn of elementsOf(machine, node, scope)) {
    const inside = newScope(scope);
    turn(inside);
    const again = () =>
      keepReplaced(
        machine,
        inBranch(machine, () => void runStatement(machine, node.body, inside)),
      );
    if (again()) again();
    machine.conditions = outer;
  }
  return 'goes on';
}

function runTry(machine: Machine, node: NodeOf<'TryStatement'>, scope: Scope): Completion {
  const outer = machine.conditions;
  let tried: Completion = 'goes on';
  const before = machine.sent.length;
  const after = inBranch(machine, () => (tried = runBlock(machine, node.block.body, newScope(scope))));
  if (node.handler && goesOn(node.handler.body.body)) noteCaught(machine, before, machine.sent.length);
  if (node.handler) keepReplaced(machine, after);
  else merge(machine, [after]);
  if (node.handler) {
    const inside = newScope(scope);
    const { param, body } = node.handler;
    if (param) bindPattern(machine, param, unknown('error', placeOf(machine, param)), inside);
    const guarded = machine.conditions;
    machine.conditions = [...outer, conditionOf(unknown('', placeOf(machine, node)), placeOf(machine, node))];
    keepReplaced(
      machine,
      inBranch(machine, () => void runBlock(machine, body.body, inside)),
    );
    machine.conditions = guarded;
  }
  if (node.finalizer) runBlock(machine, node.finalizer.body, newScope(scope));
  return (tried as Completion) === 'leaves' && !node.handler ? 'leaves' : 'goes on';
}

function runSwitch(machine: Machine, node: NodeOf<'SwitchStatement'>, scope: Scope): Completion {
  const asked = evaluate(machine, node.discriminant, scope);
  const answers = node.cases.map(({ test }) => (test ? sameDatabase(asked, evaluate(machine, test, scope)) : null));
  const inside = newScope(scope);
  const first = answers.indexOf(true);
  if (answers.includes(false)) machine.notes.add(otherDatabase);
  if (first >= 0) return runFrom(machine, node.cases.slice(first), inside);
  const outer = machine.conditions;
  const outcomes = liveCases(node.cases, answers).map((each) => {
    machine.conditions = [...outer, conditionOf(unknown('', placeOf(machine, node)), placeOf(machine, node.discriminant))]; // prettier-ignore
    return inBranch(machine, () => void runFrom(machine, node.cases.slice(node.cases.indexOf(each)), inside));
  });
  if (node.cases.every(({ test }) => test)) outcomes.push(new Map());
  machine.conditions = outer;
  merge(machine, outcomes);
  return 'goes on';
}

type Case = NodeOf<'SwitchCase'>;

/** The statements of cases until one leaves. */
function runFrom(machine: Machine, cases: readonly Case[], scope: Scope): Completion {
  for (const { consequent } of cases) if (runBlock(machine, consequent, scope) === 'leaves') break;
  return 'goes on';
}

/** Those that may run: not the ones for other databases, as far as they end for themselves. */
function liveCases(cases: readonly Case[], answers: readonly (boolean | null)[]): readonly Case[] {
  return cases.filter(({ consequent }, index) => {
    const isDead = answers[index] === false;
    // What has no end of its own goes on into the next case.
    const last = consequent.at(-1);
    return !(isDead && (!last || /^(?:Break|Return|Throw)/.test(last.type)));
  });
}
