import type { Operation } from '../../operation.ts';

/** An operation whose names show placeholders as the file writes them; `written` is keyed by what stood in for them. */
export function asWritten(operation: Operation, written: ReadonlyMap<string, string>): Operation {
  const fillers = [...written].filter(([filler]) => filler.startsWith('p'));
  if (fillers.length === 0) return operation;
  // A body is lazy: copying it would read it.
  const facts = Object.entries(Object.getOwnPropertyDescriptors(operation)).map(([key, property]) => {
    const shown = key === 'context' || property.get ? property : { ...property, value: show(property.value, fillers) };
    return [key, shown] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(facts)) as Operation;
}

function show(value: unknown, fillers: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string')
    return fillers.reduce((text, [filler, written]) => text.replaceAll(filler, written), value);
  // Without names in it an array stays itself: a range is known by its identity.
  if (Array.isArray(value)) return value.some(hasNames) ? value.map((item) => show(item, fillers)) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, show(inner, fillers)]));
}

const hasNames = (value: unknown) => typeof value === 'string' || typeof value === 'object';
