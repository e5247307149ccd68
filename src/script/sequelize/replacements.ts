import type { Segment } from '../../sql/position-map.ts';
import { tokenize } from '../../sql/tokens.ts';
import type { Range } from '../../types.ts';
import { isMissing, joined, knownString } from '../sql.ts';
import { constant, type Text, textValue } from '../string-text.ts';
import { optionsOf, type Value } from '../values.ts';
import { valueText } from './expressions.ts';

/** A stretch of a text and what stands there instead. */
interface Change {
  readonly range: Range;
  readonly text: Text;
}

/** SQL in which Sequelize has put values: `?` and `:name` of its replacements, `$name` of what it binds. */
export function replaced(sql: Text, replacements: Value | undefined, bind: Value | undefined): Text {
  const text = textValue(sql);
  const changes = [...(replacements ? valuesIn(text, replacements) : []), ...(bind ? bindsIn(text, bind) : [])];
  return changes.length === 0 ? sql : changed(sql, changes);
}

function valuesIn(text: string, given: Value): readonly Change[] {
  const [values = given] = optionsOf(given);
  if (values.kind === 'constant') return [];
  let next = 0;
  return tokenize(text).flatMap(({ kind, start, end }): readonly Change[] => {
    const written = text.slice(start, end);
    if (kind === 'operator' && written.startsWith('?') && values.kind !== 'object') {
      const items = values.kind === 'array' ? values.items.slice(next, next + written.length) : [];
      next += written.length;
      return /^\?$/.test(written) ? [{ range: [start, end], text: asList(items[0], given.range) }] : [];
    }
    if (kind !== 'variable' || !/^:\w+$/.test(written) || values.kind === 'array') return [];
    const value = values.kind === 'object' ? values.properties.get(written.slice(1)) : undefined;
    return [{ range: [start, end], text: asList(value, given.range) }];
  });
}

/** An array stands as its items, without parentheses. */
function asList(value: Value | undefined, range: Range): Text {
  if (!value || isMissing(value)) return [constant('$1', range)];
  if (value.kind === 'array' && value.items.length > 0) return joined(value.items.map(valueText), ', ');
  return knownString(value) === null && value.kind !== 'constant' && value.kind !== 'receiver'
    ? [constant('$1', range)]
    : valueText(value);
}

/** `$name`, which PostgreSQL does not know. */
function bindsIn(text: string, { range }: Value): readonly Change[] {
  const strings = tokenize(text).filter(({ kind }) => kind === 'string' || kind === 'identifier');
  let next = 0;
  return [...text.matchAll(/(?<![\w$])\$[A-Za-z_]\w*(?!\$)\b/g)].flatMap(({ index, 0: written }) => {
    while ((strings[next]?.end ?? Infinity) <= index) next++;
    const isInside = (strings[next]?.start ?? Infinity) <= index;
    return isInside ? [] : [{ range: [index, index + written.length] as const, text: [constant('$1', range)] }];
  });
}

/** One pass over the segments, whatever their number. */
function changed(sql: Text, changes: readonly Change[]): Text {
  const ordered = changes.toSorted((a, b) => a.range[0] - b.range[0]);
  const result: Segment[] = [];
  let start = 0;
  let next = 0;
  let done = 0;
  for (const segment of sql) {
    const end = start + segment.text.length;
    for (let change = ordered[next]; change && change.range[0] < end; change = ordered[next]) {
      if (change.range[0] >= done) {
        result.push(...cut(segment, start, done, change.range[0]), ...change.text);
        done = change.range[1];
      }
      next++;
    }
    result.push(...cut(segment, start, done, end));
    done = Math.max(done, end);
    start = end;
  }
  return result;
}

/** What of a segment that begins at `start` stands between two places of the whole text. */
function cut(segment: Segment, start: number, from: number, to: number): Text {
  const [a, b] = [Math.max(from - start, 0), to - start];
  if (a >= b) return [];
  const text = segment.text.slice(a, b);
  if (text === segment.text) return [segment];
  const [place] = segment.source;
  if (segment.kind === 'verbatim') return [{ ...segment, text, source: [place + a, place + b] }];
  return [constant(text, segment.source)];
}
