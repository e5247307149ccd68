import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Framework } from '../project/framework.ts';
import { other } from './change.ts';
import { comments, type Draft } from './draft.ts';
import { defaultFields, headerLines, type HeaderFacts } from './header.ts';
import { scriptLayouts } from './script-layouts.ts';
import { sqlLayouts } from './sql-layouts.ts';

const unknown: HeaderFacts = {
  migration: '<the name of the file, without extension>',
  description: null,
  author: null,
  date: null,
  affects: null,
  rollback: null,
};

const header = headerLines(defaultFields, unknown);

const examples = `-- Statements that can run twice, to copy:
--   CREATE TABLE IF NOT EXISTS <table> (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, <column> <type>);
--   ALTER TABLE <table> ADD COLUMN IF NOT EXISTS <column> <type>;
--   CREATE INDEX IF NOT EXISTS <table>_<column>_idx ON <table> (<column>);
--   UPDATE <table> SET <column> = <value> WHERE <column> IS NULL;
--   INSERT INTO <table> (<key>) VALUES (<value>) ON CONFLICT (<key>) DO NOTHING;
--   DO $$ BEGIN
--     ALTER TABLE <table> ADD CONSTRAINT <table>_<column>_fkey FOREIGN KEY (<column>) REFERENCES <other> (id) NOT VALID;
--   EXCEPTION WHEN duplicate_object THEN NULL;
--   END $$;
--   ALTER TABLE <table> VALIDATE CONSTRAINT <table>_<column>_fkey;
-- What may hold data is renamed, not dropped:
--   ALTER TABLE IF EXISTS <table> RENAME TO <table>_deprecated;
`;

/** The text of `TEMPLATE_migration.sql`: what stands in \`<…>\` is no SQL, so nothing of it runs before it is filled in. */
export const sqlTemplate = `${comments(header)}
-- Fill in all that stands in <…>. Each statement must be able to run twice.

-- UP: what changes.

<SQL that makes the change>;

${examples}
-- DOWN: what undoes it, from the last change to the first. It stands where the tool looks for it (below a marker such as
-- "-- migrate:down", or in a file such as <name>.down.sql): in a file without marker it would run together with the above.
--   ALTER TABLE <table> DROP COLUMN IF EXISTS <column>;
--   DROP TABLE IF EXISTS <table>;
-- If nothing can undo it, say so on the first line: farout-guard: irreversible -- <reason>
`;

const draft: Draft = {
  name: 'Migration00000000000000',
  words: ['describe', 'the', 'change'],
  version: '0000000000000',
  description: '<what changes, and why>',
  author: null,
  header,
  change: other,
};

/** The text of `TEMPLATE_migration.ts` for a framework whose migrations are programs; for others, of its SQL migrations. */
export function typescriptTemplate({ name }: Pick<Framework, 'name'>): string {
  const script = scriptLayouts[name];
  return script ? script.text(draft, 'ts') : sqlTemplateFor({ name });
}

/** The template in the form of a framework's SQL migrations: with its markers, and the way back where it looks for it. */
export function sqlTemplateFor({ name }: { readonly name: FrameworkName }): string {
  const layout = sqlLayouts[name];
  if (!layout) return sqlTemplate;
  const [migration] = layout.files({ ...draft, name: name === 'flyway' ? 'V0__describe_the_change' : draft.name });
  return `${migration?.text ?? ''}\n${examples}`;
}
