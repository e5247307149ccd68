import { rules } from '../../rules/index.ts';
import type { HeaderTemplateField } from '../header.ts';
import type { Change } from './change.ts';

/** What a header says; null is for a person to fill in. */
export interface HeaderFacts {
  readonly migration: string | null;
  readonly description: string | null;
  readonly author: string | null;
  /** YYYY-MM-DD. */
  readonly date: string | null;
  readonly affects: string | null;
  readonly rollback: string | null;
}

/** The fields that `template-header` asks for unless a project says otherwise. */
export const defaultFields = fieldsOf(rules['template-header']?.defaults ?? {});

/** The fields in a rule's options. */
export function fieldsOf(options: object): readonly HeaderTemplateField[] {
  return (options as { fields?: readonly HeaderTemplateField[] }).fields ?? [];
}

/** The lines of a header, in the order of its fields; what is not known is left as the placeholder that the rule refuses. */
export function headerLines(fields: readonly HeaderTemplateField[], facts: HeaderFacts): readonly string[] {
  return fields.map(({ name, placeholder }) => {
    const key = name.toLowerCase();
    const known = Object.hasOwn(facts, key) ? facts[key as keyof HeaderFacts] : null;
    return `${name}: ${known ?? placeholder ?? `<${key}>`}`;
  });
}

const longest = 160;

/** The way back in one line, as far as it is short and known. Without a semicolon: some tools split there, comment or not. */
export function rollbackOf({ down }: Change): string | null {
  const [first, ...others] = down.map(({ sql }) => sql.replace(/\s*\n\s*/g, ' ').replace(/;$/, ''));
  if (first === undefined || first.startsWith('<')) return null;
  return others.length > 0 || first.includes(';') || first.length > longest ? 'by the down migration' : first;
}
