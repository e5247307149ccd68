/** A text as an SQL string. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A DO block that runs the statement and swallows these exception conditions. */
export function catching(sql: string, ...raises: readonly string[]): string {
  return block(`${sql};\nEXCEPTION WHEN ${raises.join(' OR ')} THEN NULL;`, sql);
}

/** A DO block that runs the statement while the condition holds. */
export function runningIf(condition: string, sql: string): string {
  return block(`IF ${condition} THEN\n    ${sql};\n  END IF;`, sql);
}

/** What `catching` or `runningIf` gave, as a statement for another block; other statements without their semicolon. */
export function nested(sql: string): string {
  return sql.replace(/^DO \$(?:guard)?\$ /, '').replace(/(?: \$(?:guard)?\$)?;$/, '');
}

function block(body: string, sql: string): string {
  const quote = sql.includes('$$') ? '$guard$' : '$$';
  return `DO ${quote} BEGIN\n  ${body}\nEND ${quote};`;
}
