import type { Machine } from './machine.ts';
import type { Node } from './tree.ts';
import type { Value } from './values.ts';

/** Notes that a handler of the script catches the failure of what was sent between two lengths of `machine.sent`. */
export function noteCaught(machine: Machine, from: number, to: number): void {
  for (let index = from; index < to; index += 1) {
    const sent = machine.sent[index];
    if (sent) machine.sent[index] = { ...sent, isCaught: true };
  }
}

/** Whether a handler goes on after a failure, at least after some: one that always throws again catches nothing. */
export function goesOn(body: readonly Node[]): boolean {
  return !body.some(({ type }) => type === 'ThrowStatement');
}

/** The same for a function that a promise gives its failure to; of one that is not known nobody can tell. */
export function isHandler(value: Value | undefined): boolean {
  if (value?.kind !== 'function') return false;
  const { body } = value.node as { readonly body?: Node | null };
  return body?.type !== 'BlockStatement' || goesOn(body.body);
}
