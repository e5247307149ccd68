import type { Sent } from './machine.ts';

/** What undoes all that was sent, last first; null when one thing has no known reverse, and the framework would refuse. */
export function inferDown(sent: readonly Sent[]): readonly Sent[] | null {
  const reversed = sent.toReversed().map((each): Sent | null => {
    const { reverse } = each.sending;
    return reverse ? { ...each, text: reverse, sending: {} } : null;
  });
  return reversed.every((each) => each !== null) && reversed.length > 0 ? reversed : null;
}
