import { comment, flag, role, type Source } from './source.ts';

const enabled = (column: string): string =>
  `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END`;

const triggers: Source = {
  kind: "'trigger'",
  id: "c.id || '.' || quote_ident(t.tgname)",
  parents: [
    'c.key',
    `(SELECT 'trigger ' || r.id || '.' || quote_ident(p.tgname)
    FROM pg_trigger AS p JOIN relation AS r ON r.oid = p.tgrelid WHERE p.oid = t.tgparentid)`,
  ],
  props: {
    definition: 'pg_get_triggerdef(t.oid)',
    fires: enabled('t.tgenabled'),
    comment: comment('pg_trigger', 't.oid'),
  },
  from: 'FROM pg_trigger AS t JOIN relation AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal',
};

const rules: Source = {
  kind: "'rule'",
  id: "c.id || '.' || quote_ident(r.rulename)",
  parents: ['c.key'],
  props: {
    definition: 'pg_get_ruledef(r.oid)',
    fires: enabled('r.ev_enabled'),
    comment: comment('pg_rewrite', 'r.oid'),
  },
  from: "FROM pg_rewrite AS r JOIN relation AS c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'",
};

const policies: Source = {
  kind: "'policy'",
  id: "c.id || '.' || quote_ident(p.polname)",
  parents: ['c.key'],
  props: {
    command:
      "CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END",
    restrictive: flag('NOT p.polpermissive'),
    roles: `(SELECT nullif(string_agg(name::text, ', ' ORDER BY name::text COLLATE "C"), 'PUBLIC')
      FROM unnest(p.polroles) AS member, LATERAL (SELECT ${role('member')} AS name) AS roles)`,
    using: 'pg_get_expr(p.polqual, p.polrelid)',
    'with check': 'pg_get_expr(p.polwithcheck, p.polrelid)',
    comment: comment('pg_policy', 'p.oid'),
  },
  from: 'FROM pg_policy AS p JOIN relation AS c ON c.oid = p.polrelid',
};

const statistics: Source = {
  kind: "'statistics'",
  id: "s.name || '.' || quote_ident(x.stxname)",
  parents: ['c.key', 's.key'],
  props: {
    definition: 'pg_get_statisticsobjdef(x.oid)',
    owner: role('x.stxowner'),
    target: "nullif(to_jsonb(x) ->> 'stxstattarget', '-1')",
    comment: comment('pg_statistic_ext', 'x.oid'),
  },
  from: `FROM pg_statistic_ext AS x JOIN relation AS c ON c.oid = x.stxrelid JOIN space AS s ON s.oid = x.stxnamespace`,
};

/** What hangs on tables besides columns, constraints and indexes. */
export const tableParts: readonly Source[] = [triggers, rules, policies, statistics];
