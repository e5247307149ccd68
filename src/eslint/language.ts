import type { File, OkParseResult } from '@eslint/core';
import { readDocument, type SqlDocument } from './document.ts';
import type { SqlLanguageOptions } from './options.ts';
import { SqlSource } from './sql-source.ts';

/** ESLint's language `farout-guard/sql`. SQL that PostgreSQL refuses is no error of parsing: the rule `unparseable-sql` reports it. */
export const sqlLanguage = {
  fileType: 'text',
  lineStart: 1,
  columnStart: 0,
  nodeTypeKey: 'type',
  visitorKeys: { SqlDocument: ['body'], SqlStatement: ['tree'] },
  // Rules for JavaScript read the others, where a configuration without `files` switches them on for SQL.
  defaultLanguageOptions: { deep: false, ecmaVersion: 2026, sourceType: 'module', parserOptions: {}, globals: {} },
  validateLanguageOptions({ deep }: Partial<SqlLanguageOptions>) {
    if (deep !== undefined && typeof deep !== 'boolean')
      throw new TypeError(`languageOptions.deep: must be true or false, not ${JSON.stringify(deep)}`);
  },
  parse({ body }: File, { languageOptions }: { languageOptions?: Partial<SqlLanguageOptions> } = {}): OkParseResult<SqlDocument> {
    return { ok: true, ast: readDocument(textOf(body), languageOptions?.deep ?? false) };
  },
  createSourceCode: ({ body }: File, { ast }: OkParseResult<SqlDocument>) => new SqlSource(textOf(body), ast),
} as const; // prettier-ignore

const textOf = (body: File['body']) => (typeof body === 'string' ? body : new TextDecoder().decode(body));
