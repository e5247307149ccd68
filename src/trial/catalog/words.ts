import { type Item, keyOf } from './item.ts';

/** A property of an item before and after; null where it is as PostgreSQL sets it by itself. */
export interface PropertyChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a value longer than this is cut down to. */
const longest = 60;

/** Properties that tell what an item is where its name does not. */
const telling: Readonly<Record<string, string>> = {
  column: 'type',
  attribute: 'type',
  constraint: 'definition',
  settings: 'values',
  'default privileges': 'privileges',
};

/** An item in one line: `column public.users.a integer`. */
export function itemWords(item: Item): string {
  const value = item.props[telling[item.kind] ?? ''];
  return oneLine(value === undefined ? keyOf(item) : `${keyOf(item)} ${value}`);
}

/** What has changed of an item, in one line: `column public.users.a: type: text -> integer; not null: no -> yes`. */
export function changeWords(item: Pick<Item, 'kind' | 'id'>, changes: readonly PropertyChange[]): string {
  const words = changes.map((change) => `${change.name}: ${valueWords(change)}`);
  return oneLine(`${keyOf(item)}: ${words.join('; ')}`);
}

/** Without line breaks and other white space that says nothing. */
export const collapse = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function valueWords({ before, after }: PropertyChange): string {
  if (before === null) return `${after === 'yes' ? 'no' : 'none'} -> ${cut(after ?? 'none')}`;
  if (after === null) return `${cut(before)} -> ${before === 'yes' ? 'no' : 'none'}`;
  if (collapse(before) === collapse(after)) return 'white space';
  return excerpts(collapse(before), collapse(after)).join(' -> ');
}

/** Of long texts that part in which they differ. */
function excerpts(before: string, after: string): readonly string[] {
  if (before.length <= longest && after.length <= longest) return [shown(before), shown(after)];
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let end = 0;
  while (end < shortest - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const from = Math.max(0, before.lastIndexOf(' ', start - 12) + 1);
  return [before, after].map((text) => {
    const rest = text.slice(text.length - end);
    const middle = text.slice(from, text.length - end) + (/^[^ ]*/.exec(rest)?.[0] ?? '');
    return `${from > 0 ? '… ' : ''}${cut(middle)}${rest.includes(' ') && middle.length <= longest ? ' …' : ''}`;
  });
}

const shown = (text: string): string => (text === '' ? "''" : text);

function cut(text: string): string {
  const line = shown(collapse(text));
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}

const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]\s*/g, ' ');
