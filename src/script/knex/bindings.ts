import { constant, type Text } from '../string-text.ts';
import { isMissing } from '../sql.ts';
import type { ObjectValue, Value } from '../values.ts';
import { fragmentOf } from './fragment.ts';
import { replaceText } from './replace-text.ts';
import { bound, moved, name, parameter } from './words.ts';

/** A raw text with its bindings put in, as Knex does (lib/formatter/rawFormatter.js). */
export function withBindings(text: Text, bindings: Value): Text {
  if (bindings.kind === 'object') return byKey(text, bindings);
  if (isMissing(bindings)) return replaceText(text, /\\+\?/g, escaped);
  const items = bindings.kind === 'array' ? bindings.items : isList(bindings) ? [] : [bindings];
  let index = 0;
  return replaceText(text, /\\?\?\??/g, ([match], place) => {
    if (match.startsWith('\\')) return match.length === 2 ? question(place) : [...question(place), ...given(items[index++], '?', place)]; // prettier-ignore
    return given(items[index++], match, place);
  });
}

/** Something unknown may be the list itself. */
const isList = (value: Value) => fragmentOf(value) === null && value.kind !== 'text' && value.kind !== 'constant';

/** It takes all backslashes away before a question mark that is escaped, and binds one that has an even number of them. */
const escaped = ([match]: readonly string[], place: Text): Text => (match?.length ?? 0) % 2 === 0 ? question(place) : parameter(place[0]?.source ?? [0, 0]); // prettier-ignore

const question = (place: Text): Text => [constant('?', place[0]?.source ?? [0, 0])];

function given(value: Value | undefined, mark: string, place: Text): Text {
  const range = place[0]?.source ?? ([0, 0] as const);
  if (mark === '??') return value ? moved(name(value), range) : [constant(`\${?? ${range[0]}}`, range)];
  return value ? moved(bound(value), range) : parameter(range);
}

/** `:key` is a value, `:key:` a name; what the object lacks stays as it stands. */
function byKey(text: Text, bindings: ObjectValue): Text {
  return replaceText(text, /\\?(:(\w+):(?=::)|:(\w+):(?!:)|:(\w+))/g, ([match, mark = '', ...keys], place) => {
    const range = place[0]?.source ?? ([0, 0] as const);
    if (match !== mark) return [constant(mark, range)];
    const key = keys.find(Boolean) ?? '';
    const value = bindings.properties.get(key);
    const isName = match.endsWith(':');
    if (value && !isMissing(value)) return moved(isName ? name(value) : bound(value), range);
    if (!bindings.isOpen) return null;
    return isName ? [constant(`\${${key}}`, range)] : parameter(range);
  });
}
