import { hole, type Text, textValue } from '../string-text.ts';

const mostSegments = 10_000;
const mostCharacters = 5_000_000;

/** A text that a script makes longer than any real one, by putting it into itself, is not known. */
export function limited(text: Text, before: Text = []): Text {
  const [first] = text;
  const length = text.reduce((sum, segment) => sum + segment.text.length, 0);
  return first &&
    (text.length > mostSegments + 4 * before.length || length > mostCharacters + 4 * textValue(before).length)
    ? [hole('', first.source)]
    : text;
}

/** A part of a text, with its places. */
function slice(text: Text, start: number, end: number): Text {
  let at = 0;
  return text.flatMap((segment) => {
    const [from, to] = [Math.max(start - at, 0), Math.min(end - at, segment.text.length)];
    at += segment.text.length;
    if (from >= to) return [];
    if (from === 0 && to === segment.text.length) return [segment];
    const { source } = segment;
    const words = segment.text.slice(from, to);
    return [segment.kind === 'verbatim' ? { ...segment, text: words, source: [source[0] + from, source[0] + to] } : { ...segment, text: words }]; // prettier-ignore
  });
}

/** A text in which each match of a pattern is replaced; null leaves it as it is. */
export function replaceText(text: Text, pattern: RegExp, replacement: (match: RegExpExecArray, place: Text) => Text | null): Text {
  const whole = textValue(text);
  const parts: Text[] = [];
  let last = 0;
  for (const match of whole.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const place = slice(text, match.index, end);
    const isHole = place.some(({ kind }) => kind === 'hole');
    const made = isHole ? null : replacement(match, place);
    if (made === null) continue;
    parts.push(slice(text, last, match.index), made);
    last = end;
  }
  return limited([...parts, slice(text, last, whole.length)].flat(), text);
} // prettier-ignore
