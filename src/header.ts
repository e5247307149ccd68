import { UserError } from './errors.ts';
import type { Filename } from './types.ts';

/** A field of the header that a template asks for. */
export interface HeaderTemplateField {
  readonly name: string;
  /** True when left out. */
  readonly required?: boolean;
  /** A regular expression that the value must match. */
  readonly pattern?: string;
  /** What the template has in its place; a value equal to it counts as missing. */
  readonly placeholder?: string;
}

/** What is wrong with a field's value, as a clause of a sentence, or null. A pattern that is none is a `UserError`. */
export function fieldProblem(field: HeaderTemplateField, value: string, filename: Filename): string | null {
  const { name, required = true, pattern, placeholder } = field;
  if (value === '') return required ? `${name} is missing` : null;
  if (value === placeholder || isPlaceholder(value)) return required ? `${name} is not filled in` : null;
  if (pattern !== undefined && !expression(name, pattern).test(value))
    return `${name} is not of the form ${placeholder ?? pattern}`;
  const agrees = name.toLowerCase() !== 'migration' || namesFile(value, filename);
  return agrees ? null : `${name} says "${value}" where the file is named "${filename.name}"`;
}

function expression(name: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    throw new UserError(`template-header: the pattern of field "${name}" is no regular expression: ${pattern}`);
  }
}

/** Whether a header's value is what templates leave to be filled in: `<…>` (but no mail address), `[…]`, `...`, TODO and the like. */
export function isPlaceholder(value: string): boolean {
  return (
    /^<[^<>@]*>(?:[\s,]*<[^<>@]*>)*$|^\[[^[\]]*\]$|^\{[^{}]*\}$|^\{\{[^{}]*\}\}$/.test(value) ||
    /^(?:\.{3}|…|-+|\?+|(?:todo|tbd|fixme)\b.*|x{3,}|your name|yyyy.*)$/is.test(value)
  );
}

/** Whether a value is the file's name, with or without folder, extension, direction and version. */
export function namesFile(value: string, { name, version }: Filename): boolean {
  const base = value.slice(value.lastIndexOf('/') + 1);
  const said = plain(base.replace(/(?:[._-](?:up|down|do|undo))?\.(?:sql|[cm]?[jt]s)$/i, ''));
  const full = plain(name);
  if (said === full || version === null) return said === full;
  const number = plain(version);
  const description = full.slice(full.indexOf(number) + number.length).replace(/^_/, '');
  return said === description || said === number;
}

/** Letter case and the kind of separators do not matter. */
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .split(/[\s_.-]+/)
    .join('_');
}
