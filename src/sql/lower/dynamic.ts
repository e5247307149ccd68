import type { Operation } from '../../operation.ts';
import type { Range } from '../../types.ts';
import { type MappedText, oneWay } from '../position-map.ts';
import type { TextPart } from './constant-text.ts';
import { base, deepest, type Frame } from './frame.ts';
import { lowerText, tryText } from './lower.ts';

/** Runs a text that is wholly known, as EXECUTE does; its positions are in the file. */
export function runText(text: MappedText, frame: Frame): Operation[] {
  const { world } = frame;
  if (world.depth >= deepest) return [tooDeep(frame, text.map.toSource([0, text.text.length]))];
  return lowerText(text, { ...frame.context, dynamic: true }, { ...world, depth: world.depth + 1 });
}

function tooDeep(frame: Frame, range: Range): Operation {
  return {
    kind: 'unverifiable',
    range,
    guard: 'unneeded',
    context: frame.context,
    what: 'EXECUTE in EXECUTE, again and again,',
  };
}

/**
 * Runs a text with holes as far as its known parts decide what it does; what they leave open is `unverifiable`.
 * The parts' positions are in the file. A hole stands in names as `‹expression›`, which no written name can equal.
 */
export function runParts(parts: readonly TextPart[], frame: Frame, what: string, range: Range): Operation[] {
  if (frame.world.depth >= deepest) return [tooDeep(frame, frame.source.map.toSource(range))];
  if (parts.every((part) => part.kind === 'known')) return runText(concatenate(parts.map(mapped)), frame);
  const [context, world] = [{ ...frame.context, dynamic: true }, { ...frame.world, depth: frame.world.depth + 1 }];
  const unverifiable: Operation = { kind: 'unverifiable', ...base(frame, range, 'unneeded'), what };
  const [first] = parts;
  if (first?.kind !== 'known' || !/^\s*[a-z]/i.test(first.text)) return [unverifiable];
  const operations = tryText(concatenate(filled(parts)), context, world);
  if (operations) return operations.map((operation) => (leftOpen(operation, parts) ? unverifiable : operation));
  return harmless.test(first.text) ? [{ kind: 'other', ...base(frame, range, 'unneeded'), tag: 'EXECUTE' }] : [unverifiable];
} // prettier-ignore

/** Statements whose first words alone tell that nothing is destroyed, whatever fills the holes. */
const harmless =
  /^\s*(?:create|grant|revoke|comment|reindex|analyze|vacuum|refresh|notify|lock|set|reset|listen|cluster)\s/i;

/** A DELETE or UPDATE without condition whose condition may come out of the last hole. */
function leftOpen(operation: Operation, parts: readonly TextPart[]): boolean {
  const last = parts.findLast((part) => part.kind === 'hole' || part.text.trim() !== '');
  const open = last?.kind === 'hole' && last.as === 'raw';
  return open && (operation.kind === 'delete' || operation.kind === 'update') && operation.scope.reach === 'all';
}

/** Holes filled with names or literals that the grammar takes. */
function filled(parts: readonly TextPart[]): MappedText[] {
  return parts.map((part, index) => {
    if (part.kind === 'known') return mapped(part);
    const name = `‹${part.written.replaceAll(/["'‹›\s]/g, ' ').trim() || 'computed'}›`;
    const bare = `‹${part.written.replaceAll(/[^\p{L}\p{N}_]/gu, '·') || 'computed'}›`;
    const text = touchesWord(parts, index) ? bare : part.as === 'literal' ? `'${name}'` : `"${name}"`;
    return { text, map: oneWay(() => part.source) };
  });
}

/** Whether a hole is part of a word or stands inside quotes that the known text opens. */
function touchesWord(parts: readonly TextPart[], index: number): boolean {
  const [before, after] = [parts[index - 1], parts[index + 1]];
  return (
    (before?.kind === 'known' && /[\w"'$\u0080-\uffff]$/.test(before.text)) ||
    (after?.kind === 'known' && /^[\w"'$\u0080-\uffff]/.test(after.text)) ||
    before?.kind === 'hole' ||
    after?.kind === 'hole'
  );
}

function mapped(part: TextPart): MappedText {
  return part.kind === 'known' ? part : { text: '', map: oneWay(() => part.source) };
}

/** Several mapped texts put together. */
function concatenate(texts: readonly MappedText[]): MappedText {
  const parts = texts.filter((text) => text.text !== '');
  let length = 0;
  const starts = parts.map((part) => (length += part.text.length) - part.text.length);
  const indexOf = (offset: number) => Math.max(0, starts.findLastIndex((start) => start <= offset)); // prettier-ignore
  const map = oneWay(([start, end]) => {
    const [first, last] = [indexOf(start), indexOf(Math.max(start, end - 1))];
    // Asked once where once is enough: maps lie in maps, and two questions on each level are too many.
    if (first === last)
      return parts[first]?.map.toSource([start - (starts[first] ?? 0), end - (starts[first] ?? 0)]) ?? [0, 0];
    const from = parts[first]?.map.toSource([start - (starts[first] ?? 0), Math.min(end - (starts[first] ?? 0), parts[first].text.length)]); // prettier-ignore
    const to = parts[last]?.map.toSource([Math.max(0, start - (starts[last] ?? 0)), end - (starts[last] ?? 0)]);
    const ends = [from?.[0] ?? 0, to?.[1] ?? 0].sort((a, b) => a - b);
    return [ends[0] ?? 0, ends[1] ?? 0];
  });
  return { text: parts.map((part) => part.text).join(''), map };
}
