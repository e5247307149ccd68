import type { Direction, Range, SourceFile } from '../types.ts';
import type { Part, Sending } from './adapter.ts';

/** A place where a file changes direction, or (`break`) where one statement ends without a semicolon. */
export interface Mark {
  readonly kind: Direction | 'break';
  readonly at: number;
  readonly sending?: Sending;
}

/** The whole file as one part. */
export function wholeFile({ text }: SourceFile, direction: Direction, sending: Sending): readonly Part[] {
  return [verbatimPart(direction, [0, text.length], sending)];
}

/** A part that stands in the file as it runs. */
export function verbatimPart(direction: Direction, range: Range, sending: Sending): Part {
  return { direction, range, sending, texts: [[range]], includes: [] };
}

/**
 * Cuts a file at marks that are in the order of the text. What stands before the first one runs up:
 * a tool that refuses or ignores it does no harm, but it must not go unjudged.
 */
export function cutAt({ text }: SourceFile, marks: readonly Mark[], sending: Sending): readonly Part[] {
  const turns = marks.filter(({ kind }) => kind !== 'break');
  const breaks = marks.filter(({ kind }) => kind === 'break').map(({ at }) => at);
  const first = turns[0]?.kind === 'up' ? 0 : (turns[0]?.at ?? text.length);
  const lead: readonly Mark[] = first === 0 ? [] : [{ kind: 'up', at: 0 }];
  const starts = [...lead, ...turns.map((turn, index) => (index === 0 && first === 0 ? { ...turn, at: 0 } : turn))];
  let next = 0;
  return starts.map((turn, index): Part => {
    const range: Range = [turn.at, starts[index + 1]?.at ?? text.length];
    const inside: Range[] = [];
    for (let at = breaks[next]; at !== undefined && at < range[1]; at = breaks[++next]) inside.push([at, at]);
    const direction = turn.kind === 'down' ? 'down' : 'up';
    return { direction, range, sending: turn.sending ?? sending, texts: textsBetween(range, inside), includes: [] };
  });
}

/** The texts between separators, which may be empty ranges; an empty text is left out. */
export function textsBetween([start, end]: Range, separators: readonly Range[]): readonly (readonly Range[])[] {
  const starts = [start, ...separators.map(([, after]) => after)];
  const texts = starts.map((from, index): Range => [from, separators[index]?.[0] ?? end]);
  return texts.filter(([from, to]) => from < to).map((range) => [range]);
}
