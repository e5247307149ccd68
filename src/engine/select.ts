/** The text that asks for a SELECT's rows as one JSON array, under `search_path = pg_catalog`, and leaves the setting as it was. */
export function selectText(select: string): string {
  return [
    "SELECT pg_catalog.set_config('farout_guard.path', pg_catalog.current_setting('search_path'), true)",
    "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)",
    `SELECT coalesce(json_agg(found), '[]')::text AS found FROM (${select}\n) AS found`,
    "SELECT pg_catalog.set_config('search_path', pg_catalog.current_setting('farout_guard.path'), true)",
  ].join(';\n');
}

/** Which of the text's results holds the rows. */
export const selectResult = 2;
