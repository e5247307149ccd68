import type { Call } from './call.ts';
import { constant, type Text } from './string-text.ts';

/** SQL that a call makes of its arguments: what is written elsewhere, such as in a variable, stands for the call's own words. */
export function placedIn({ range, head }: Call, text: Text): Text {
  return text.map((segment) => {
    const [start, end] = segment.source;
    return start >= range[0] && end <= range[1] ? segment : constant(segment.text, head);
  });
}
