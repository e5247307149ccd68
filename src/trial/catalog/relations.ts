import { flag, named, privileges, role, sorted, type Source } from './source.ts';

const note = (catalog: string, oid: string, part = '0'): string =>
  `LEFT JOIN note AS n ON n.objoid = ${oid} AND n.classoid = '${catalog}'::regclass AND n.objsubid = ${part}`;

const tablespace = '(SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace)';

const kinds = (column: string, names: Readonly<Record<string, string>>): string =>
  `CASE ${column} ${Object.entries(names)
    .map(([value, name]) => `WHEN '${value}' THEN '${name}'`)
    .join(' ')} END`;

const identities = { n: 'nothing', f: 'full', i: 'index' };

const tables: Source = {
  kind: 'c.kind',
  id: 'c.id',
  parents: ['c.space_key'],
  props: {
    owner: role('c.relowner'),
    privileges: privileges('c.relacl', 'r', 'c.relowner'),
    comment: 'n.description',
    definition: "CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END",
    persistence: kinds('c.relpersistence', { u: 'unlogged' }),
    'partition by': "CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END",
    'partition of': 'CASE WHEN c.relispartition THEN h.names END',
    bounds: 'pg_get_expr(c.relpartbound, c.oid)',
    inherits: 'CASE WHEN NOT c.relispartition THEN h.names END',
    'of type': named('c.reloftype', 'regtype'),
    'row level security': flag('c.relrowsecurity'),
    'forced row level security': flag('c.relforcerowsecurity'),
    'replica identity': `CASE WHEN c.relkind IN ('r', 'p', 'm') THEN ${kinds('c.relreplident', identities)} END`,
    'access method': "(SELECT nullif(amname, 'heap') FROM pg_am WHERE oid = c.relam)",
    options: sorted('c.reloptions'),
    'toast options': sorted('toast.reloptions'),
    tablespace,
    server: 'v.srvname',
    'server options': sorted('f.ftoptions'),
    'no data': flag('NOT c.relispopulated'),
  },
  from: `FROM relation AS c ${note('pg_class', 'c.oid')}
    LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid
    LEFT JOIN (
      SELECT inhrelid, string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) AS names FROM pg_inherits GROUP BY 1
    ) AS h ON h.inhrelid = c.oid
    LEFT JOIN (pg_foreign_table AS f JOIN pg_foreign_server AS v ON v.oid = f.ftserver) ON f.ftrelid = c.oid
    WHERE c.relkind NOT IN ('S', 'c')`,
};

const columns: Source = {
  kind: `CASE c.relkind WHEN 'c' THEN 'attribute' ELSE 'column' END`,
  id: "c.id || '.' || quote_ident(a.attname)",
  parents: ['c.key'],
  props: {
    type: 'format_type(a.atttypid, a.atttypmod)',
    'not null': `CASE WHEN a.attnotnull THEN
      CASE WHEN NOT k.convalidated THEN 'not valid' WHEN k.connoinherit THEN 'no inherit' ELSE 'yes' END END`,
    'not null name': 'k.conname',
    default: "CASE a.attgenerated WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END",
    identity: kinds('a.attidentity', { a: 'always', d: 'by default' }),
    generated: "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END",
    'generated kind': kinds('a.attgenerated', { s: 'stored', v: 'virtual' }),
    collation: `CASE WHEN a.attcollation <> t.typcollation THEN ${named('a.attcollation', 'regcollation')} END`,
    storage: `CASE WHEN a.attstorage <> t.typstorage THEN
      ${kinds('a.attstorage', { p: 'plain', e: 'external', m: 'main', x: 'extended' })} END`,
    compression: kinds("to_jsonb(a) ->> 'attcompression'", { p: 'pglz', l: 'lz4' }),
    statistics: 'nullif(a.attstattarget, -1)',
    // PGlite gives every column an option of its own making.
    options: `CASE WHEN a.attoptions[1] NOT LIKE 'pg_attver=%' OR cardinality(a.attoptions) > 1 THEN ${sorted('a.attoptions', "NOT LIKE 'pg_attver=%'")} END`,
    'server options': sorted('a.attfdwoptions'),
    privileges: `nullif(${sorted('a.attacl')}, '')`,
    comment: 'n.description',
    local: flag('a.attislocal AND a.attinhcount > 0'),
    position: 'row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)',
  },
  from: `FROM relation AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_constraint AS k ON k.contype = 'n' AND k.conrelid = a.attrelid AND k.conkey[1] = a.attnum
    ${note('pg_class', 'a.attrelid', 'a.attnum')}
    WHERE c.relkind <> 'S'`,
};

const sequences: Source = {
  kind: 'c.kind',
  id: 'c.id',
  // Of an owned one the column, so that it goes with it.
  parents: ["'column ' || owner.id", 'c.space_key'],
  props: {
    owner: role('c.relowner'),
    privileges: privileges('c.relacl', 's', 'c.relowner'),
    comment: 'n.description',
    type: 'format_type(s.seqtypid, NULL)',
    start: 's.seqstart',
    increment: 's.seqincrement',
    minimum: 's.seqmin',
    maximum: 's.seqmax',
    cache: 's.seqcache',
    cycle: flag('s.seqcycle'),
    'owned by': 'owner.id',
    persistence: kinds('c.relpersistence', { u: 'unlogged' }),
  },
  from: `FROM relation AS c JOIN pg_sequence AS s ON s.seqrelid = c.oid ${note('pg_class', 'c.oid')}
    LEFT JOIN (
      SELECT d.objid, r.id || '.' || quote_ident(a.attname) AS id
      FROM pg_depend AS d
      JOIN relation AS r ON r.oid = d.refobjid
      JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        AND d.refobjsubid > 0 AND d.objsubid = 0
    ) AS owner ON owner.objid = c.oid`,
};

const constraints: Source = {
  kind: "'constraint'",
  id: 'k.id',
  parents: ['k.relation_key', "'constraint ' || parent.id"],
  props: {
    definition: 'pg_get_constraintdef(k.oid, true)',
    'disabled triggers': flag(
      "EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = k.oid AND tgisinternal AND tgenabled <> 'O')",
    ),
    comment: 'n.description',
  },
  // A foreign key to a partitioned table has others under it, one for each partition: PostgreSQL's own affair.
  from: `FROM condition AS k LEFT JOIN condition AS parent ON parent.oid = k.conparentid
    ${note('pg_constraint', 'k.oid')}
    WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND parent.conrelid IS DISTINCT FROM k.conrelid`,
};

const indexes: Source = {
  kind: "'index'",
  id: "c.relnamespace::regnamespace || '.' || quote_ident(c.relname)",
  parents: ['r.key', "'constraint ' || k.id", "'index ' || h.inhparent::regclass"],
  props: {
    definition: `replace(pg_get_indexdef(x.indexrelid), ' INDEX ' || quote_ident(c.relname) || ' ON ', ' INDEX ON ')`,
    invalid: flag('NOT x.indisvalid'),
    'replica identity': flag('x.indisreplident'),
    clustered: flag('x.indisclustered'),
    tablespace,
    statistics: `CASE WHEN x.indexprs IS NOT NULL THEN (SELECT string_agg(attnum || ': ' || attstattarget, ', ' ORDER BY attnum)
      FROM pg_attribute WHERE attrelid = x.indexrelid AND attstattarget >= 0) END`,
    comment: 'n.description',
  },
  from: `FROM pg_index AS x
    JOIN relation AS r ON r.oid = x.indrelid
    JOIN pg_class AS c ON c.oid = x.indexrelid
    LEFT JOIN condition AS k ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
    LEFT JOIN pg_inherits AS h ON h.inhrelid = x.indexrelid
    ${note('pg_class', 'x.indexrelid')}`,
};

/** Tables and all else that has columns or values, with columns, constraints and indexes. */
export const relations: readonly Source[] = [tables, columns, sequences, constraints, indexes];
