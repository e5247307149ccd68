import { isScript } from '../src/config/defaults.ts';
import { completeHeader, insertHeader } from '../src/header-mend.ts';
import { fieldProblem, type HeaderTemplateField } from '../src/header.ts';
import { defineRule } from '../src/rule.ts';
import type { Header, Migration, Suggestion } from '../src/types.ts';

interface Options {
  readonly fields: readonly HeaderTemplateField[];
}

const defaults: Options = {
  fields: [
    { name: 'Migration' },
    { name: 'Description', placeholder: '<what changes, and why>' },
    { name: 'Author', placeholder: '<your name>' },
    { name: 'Date', placeholder: 'YYYY-MM-DD', pattern: '^\\d{4}-\\d{2}-\\d{2}' },
    { name: 'Affects', placeholder: '<tables and columns>' },
    { name: 'Rollback', placeholder: '<how to undo it>' },
  ],
};

const field = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1 },
    required: { type: 'boolean' },
    pattern: { type: 'string' },
    placeholder: { type: 'string' },
  },
  required: ['name'],
  additionalProperties: false,
};

export default defineRule({
  description: 'Require the header of the migration template, filled in',
  level: 1,
  messages: {
    missing: 'This migration does not begin with the header of the template.\n{{header}}',
    wrong: 'The header is not complete: {{problems}}.\n{{header}}',
  },
  schema: {
    type: 'object',
    properties: { fields: { type: 'array', items: field, minItems: 1 } },
    additionalProperties: false,
  },
  defaults,
  *check(migration, { fields }) {
    // The way back of another migration has that migration's header.
    if (migration.undo.kind === 'itself') return;
    const values = valuesOf(migration.header);
    const header = fields.map((option) => skeletonLine(option, values, migration)).join('\n');
    if (!fields.some(({ name }) => values.has(name.toLowerCase()))) {
      yield {
        messageId: 'missing',
        range: [0, 0],
        data: { header },
        suggestions: () => [insertHeader(migration, header)],
      };
      return;
    }
    const problems = fields.flatMap(
      (field) => fieldProblem(field, values.get(field.name.toLowerCase()) ?? '', migration.filename) ?? [],
    );
    const range = migration.header?.range ?? [0, 0];
    if (problems.length === 0) return;
    const suggestions = () => [migration.header && complete(migration, migration.header, fields, values)];
    yield { messageId: 'wrong', range, data: { problems: problems.join('; '), header }, suggestions };
  },
});

/** The lines of required fields that the header has not at all. */
function complete(
  migration: Migration,
  header: Header,
  fields: Options['fields'],
  values: ReadonlyMap<string, string>,
): Suggestion | null {
  const missing = fields.filter(({ name, required = true }) => required && !values.has(name.toLowerCase()));
  const lines = missing.map((option) => skeletonLine(option, values, migration).replace(/^\S+ /, ''));
  return completeHeader(migration, header, lines);
}

function valuesOf(header: Header | null): ReadonlyMap<string, string> {
  const entries = header?.fields.map(({ name, value }) => [name.trim().toLowerCase(), value.trim()] as const);
  return new Map(entries);
}

function skeletonLine(
  option: HeaderTemplateField,
  values: ReadonlyMap<string, string>,
  { filename, path }: Migration,
): string {
  const { name, placeholder = '<…>' } = option;
  const own = name.toLowerCase() === 'migration' ? filename.name : values.get(name.toLowerCase());
  return `${isScript(path) ? '//' : '--'} ${name}: ${own?.replace(/\s+/g, ' ') || placeholder}`;
}
