import type { Call } from '../call.ts';
import type { Text } from '../string-text.ts';

/** Sends what a builder makes: parts that are written elsewhere, such as a column's definition above, stand where they are used. */
export function send(call: Call, text: Text): void {
  const [start, end] = call.range;
  const isHere = ([from, to]: Text[number]['source']) => from >= start && to <= end;
  // A literal of the script's own, and what stands in it, may be unsafe.
  const raw = text.some(({ kind }) => kind === 'hole');
  call.send(text.map((segment) => (isHere(segment.source) ? segment : { kind: segment.kind === 'hole' ? 'hole' : 'constant', text: segment.text, source: call.head })), { raw }); // prettier-ignore
}
