import type { Operation } from '../src/operation.ts';

/** An operation as one line: kind, everything that is set, guard, surroundings and the underlined words. */
export function operationText(operation: Operation, text: string): string {
  const { kind, range, guard, context, ...facts } = operation;
  const set = Object.entries(facts).flatMap(([key, value]) => (isSet(value) ? [`${key}=${valueText(value)}`] : []));
  const around = [
    context.place === 'plain' ? '' : context.place,
    context.dynamic ? 'dynamic' : '',
    ...context.conditions.map(({ tests, reads, literals }) =>
      `if ${tests} ${[...reads, ...literals].join(',')}`.trim(),
    ),
    ...context.handlers.map((handler) => `unless ${handler}`),
  ].filter((part) => part !== '');
  return [kind, ...set, `(${[guard, ...around].join('; ')})`, `«${text.slice(...range)}»`].join(' ');
}

function isSet(value: unknown): boolean {
  return value !== null && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('schema' in value && 'name' in value && Object.keys(value).length === 2) return [value.schema, value.name].filter(Boolean).join('.'); // prettier-ignore
  if ('reach' in value) return String(value.reach);
  const entries = Object.entries(value).flatMap(([key, inner]) => (isSet(inner) && key !== 'schema' && key !== 'modifiers' && key !== 'range' ? [`${key}:${valueText(inner)}`] : [])); // prettier-ignore
  return `{${entries.join(' ')}}`;
}
