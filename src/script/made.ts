import { invoke } from './invoke.ts';
import type { Machine, Made } from './machine.ts';
import { unknownArguments } from './strangers.ts';
import type { FunctionValue } from './values.ts';

/** Notes a function that is made while the script runs. */
export function noteMade(machine: Machine, callee: FunctionValue): FunctionValue {
  const { conditions, host, outer, anchor, made } = machine;
  if (!made.has(callee.node)) made.set(callee.node, { callee, conditions, host, outer, anchor });
  return callee;
}

/** Runs the functions that nobody was seen to call: something that is not followed does, such as a map of functions, an event or a setter. */
export function runMade(machine: Machine): void {
  for (const each of machine.made.values()) {
    if (!each || isReported(machine, each)) continue;
    const { callee, ...place } = each;
    Object.assign(machine, place);
    const { range } = callee;
    invoke(machine, callee, unknownArguments(callee), {
      self: callee.self,
      range,
      isNew: false,
      written: 'a function',
    });
  }
}

/** Whether it stands in a call of which nobody can tell what it does: that is said already. */
function isReported({ sent }: Machine, { callee: { range } }: Made): boolean {
  return sent.some(({ unverifiable, range: [start, end] }) => unverifiable && !unverifiable.unless && start <= range[0] && range[1] <= end);
} // prettier-ignore
