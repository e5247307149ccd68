import type { Call, Sending } from '../call.ts';
import { constant, type Text } from '../string-text.ts';

/** Sends SQL of a call; what is written elsewhere, such as a table's object, stands at the call. */
export function send(call: Call, text: Text, sending?: Sending): void {
  const [start, end] = call.range;
  const isHere = ({ source }: Text[number]) => source[0] >= start && source[1] <= end;
  call.send(
    text.map((segment) => (isHere(segment) ? segment : constant(segment.text, call.head))),
    sending,
  );
}
