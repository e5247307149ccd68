import type { Machine } from './machine.ts';
import { textValue } from './string-text.ts';
import { choiceOf, optionsOf, type Scope, type Value } from './values.ts';

/** The value of a variable; undefined when the script declares none of that name. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let each: Scope | null = scope; each; each = each.parent) {
    const value = each.variables.get(name);
    if (value) return value;
  }
  return undefined;
}

/** Declares a variable in a scope; `var` goes to the function around it. */
export function declare(scope: Scope, name: string, value: Value, isVar = false): void {
  let target = scope;
  while (isVar && !target.isFunction && target.parent) target = target.parent;
  target.variables.set(name, value);
}

/** Gives a variable another value, where it was declared. */
export function assign(machine: Machine, scope: Scope, name: string, value: Value): void {
  let target: Scope | null = scope;
  while (target && !target.variables.has(name)) target = target.parent;
  const home = target ?? scope;
  const before = home.variables.get(name);
  if (machine.changes && before) {
    const known = machine.changes.get(home) ?? new Map<string, Value>();
    if (!known.has(name)) known.set(name, before);
    machine.changes.set(home, known);
  }
  home.variables.set(name, value);
}

/** What a branch has assigned: the values after it. */
type Outcome = Map<Scope, Map<string, Value>>;

/** Runs a branch and takes back what it assigned; answers the values that it left. */
export function inBranch(machine: Machine, run: () => void): Outcome {
  const outer = machine.changes;
  const changes: Outcome = new Map();
  machine.changes = changes;
  run();
  machine.changes = outer;
  const after: Outcome = new Map();
  for (const [scope, names] of changes) {
    const values = [...names.keys()].map((name) => [name, scope.variables.get(name)] as const);
    after.set(scope, new Map(values.flatMap(([name, value]) => (value ? [[name, value] as const] : []))));
    for (const [name, before] of names) scope.variables.set(name, before);
  }
  return after;
}

/** Keeps what a loop or a `try` has assigned, which may not have run; answers whether a text took another's place, and is now one of both. */
export function keepReplaced(machine: Machine, outcome: Outcome): boolean {
  let isReplaced = false;
  for (const [scope, names] of outcome) {
    for (const [name, after] of names) {
      const before = scope.variables.get(name);
      const isOther = before !== undefined && isText(before) && isText(after) && !grows(before, after);
      isReplaced ||= isOther;
      assign(machine, scope, name, isOther ? choiceOf([before, after], after.range, name) : after);
    }
  }
  return isReplaced;
}

const isText = (value: Value) =>
  optionsOf(value).some((option) => option.kind === 'text' && textValue(option.text) !== '');

/** Whether a text is the one before and more, as in `sql += …`. */
function grows(before: Value, after: Value): boolean {
  return before.kind === 'text' && after.kind === 'text' && textValue(after.text).startsWith(textValue(before.text));
}

/** Gives each variable that branches assigned one of the values that they left, or the one before. */
export function merge(machine: Machine, outcomes: readonly (Outcome | null)[]): void {
  const kept = outcomes.filter((outcome) => outcome !== null);
  const names = new Map<Scope, Set<string>>();
  for (const outcome of kept)
    for (const [scope, values] of outcome) names.set(scope, new Set([...(names.get(scope) ?? []), ...values.keys()]));
  for (const [scope, each] of names) {
    for (const name of each) {
      const before = scope.variables.get(name);
      const options = kept.flatMap((outcome) => outcome.get(scope)?.get(name) ?? before ?? []);
      const [first] = options;
      if (first) assign(machine, scope, name, choiceOf(options, first.range, name));
    }
  }
}
