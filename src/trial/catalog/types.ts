import { comment, flag, named, own, privileges, role, type Source } from './source.ts';

const notArray = "NOT (t.typtype = 'b' AND t.typinput = 'array_in'::regproc)";

const types: Source = {
  kind: "CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'type' END",
  id: "s.name || '.' || quote_ident(t.typname)",
  parents: ['s.key'],
  props: {
    owner: role('t.typowner'),
    privileges: privileges('t.typacl', 'T', 't.typowner'),
    comment: comment('pg_type', 't.oid'),
    is: "CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' WHEN 'c' THEN 'composite' WHEN 'b' THEN 'base' END",
    labels: `CASE t.typtype WHEN 'e' THEN
      (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) END`,
    type: 'format_type(nullif(t.typbasetype, 0), t.typtypmod)',
    'not null': flag('t.typnotnull'),
    default: 't.typdefault',
    collation: `CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN ${named('t.typcollation', 'regcollation')} END`,
    subtype: `CASE t.typtype WHEN 'r' THEN (SELECT concat_ws(', ', format_type(r.rngsubtype, NULL),
      (SELECT o.opcnamespace::regnamespace || '.' || quote_ident(o.opcname) FROM pg_opclass AS o WHERE o.oid = r.rngsubopc),
      ${named('r.rngcollation', 'regcollation')}::text, ${named('r.rngcanonical::oid', 'regprocedure')}::text,
      ${named('r.rngsubdiff::oid', 'regprocedure')}::text, format_type((to_jsonb(r) ->> 'rngmultitypid')::oid, NULL))
      FROM pg_range AS r WHERE r.rngtypid = t.oid) END`,
    base: `CASE t.typtype WHEN 'b' THEN concat_ws(', ', t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout,
      t.typanalyze, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory, t.typispreferred, t.typdelim) END`,
  },
  from: `FROM pg_type AS t JOIN space AS s ON s.oid = t.typnamespace
    LEFT JOIN pg_type AS b ON b.oid = t.typbasetype
    WHERE (t.typtype IN ('e', 'd', 'r', 'b') OR EXISTS (SELECT FROM relation AS c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
      AND ${notArray} AND ${own('pg_type', 't.oid')}`,
};

const domainConstraints: Source = {
  kind: "'constraint'",
  id: "s.name || '.' || quote_ident(t.typname) || '.' || quote_ident(k.conname)",
  parents: ["'domain ' || s.name || '.' || quote_ident(t.typname)"],
  props: { definition: 'pg_get_constraintdef(k.oid, true)', comment: comment('pg_constraint', 'k.oid') },
  from: `FROM pg_constraint AS k JOIN pg_type AS t ON t.oid = k.contypid JOIN space AS s ON s.oid = t.typnamespace
    WHERE k.contype = 'c' AND ${own('pg_type', 't.oid')}`,
};

const collations: Source = {
  kind: "'collation'",
  id: "s.name || '.' || quote_ident(c.collname)",
  parents: ['s.key'],
  props: {
    definition: "to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[]",
    owner: role('c.collowner'),
    comment: comment('pg_collation', 'c.oid'),
  },
  from: `FROM pg_collation AS c JOIN space AS s ON s.oid = c.collnamespace WHERE ${own('pg_collation', 'c.oid')}`,
};

const conversions: Source = {
  kind: "'conversion'",
  id: "s.name || '.' || quote_ident(c.conname)",
  parents: ['s.key'],
  props: {
    function: 'c.conproc::oid::regprocedure',
    encodings: "pg_encoding_to_char(c.conforencoding) || ' to ' || pg_encoding_to_char(c.contoencoding)",
    default: flag('c.condefault'),
    owner: role('c.conowner'),
    comment: comment('pg_conversion', 'c.oid'),
  },
  from: `FROM pg_conversion AS c JOIN space AS s ON s.oid = c.connamespace WHERE ${own('pg_conversion', 'c.oid')}`,
};

const searchConfigurations: Source = {
  kind: "'text search configuration'",
  id: "s.name || '.' || quote_ident(c.cfgname)",
  parents: ['s.key'],
  props: {
    parser:
      "(SELECT p.prsnamespace::regnamespace || '.' || quote_ident(p.prsname) FROM pg_ts_parser AS p WHERE p.oid = c.cfgparser)",
    mapping: `(SELECT string_agg(token || ': ' || dictionaries, '; ' ORDER BY token) FROM (
      SELECT t.alias AS token, string_agg(m.mapdict::regdictionary::text, ', ' ORDER BY m.mapseqno) AS dictionaries
      FROM pg_ts_config_map AS m JOIN ts_token_type(c.cfgparser) AS t ON t.tokid = m.maptokentype
      WHERE m.mapcfg = c.oid GROUP BY 1) AS tokens)`,
    owner: role('c.cfgowner'),
    comment: comment('pg_ts_config', 'c.oid'),
  },
  from: `FROM pg_ts_config AS c JOIN space AS s ON s.oid = c.cfgnamespace WHERE ${own('pg_ts_config', 'c.oid')}`,
};

const searchDictionaries: Source = {
  kind: "'text search dictionary'",
  id: "s.name || '.' || quote_ident(d.dictname)",
  parents: ['s.key'],
  props: {
    template:
      "(SELECT t.tmplnamespace::regnamespace || '.' || quote_ident(t.tmplname) FROM pg_ts_template AS t WHERE t.oid = d.dicttemplate)",
    options: 'd.dictinitoption',
    owner: role('d.dictowner'),
    comment: comment('pg_ts_dict', 'd.oid'),
  },
  from: `FROM pg_ts_dict AS d JOIN space AS s ON s.oid = d.dictnamespace WHERE ${own('pg_ts_dict', 'd.oid')}`,
};

/** Types and what texts are compared and searched by. */
export const typeSources: readonly Source[] = [
  types,
  domainConstraints,
  collations,
  conversions,
  searchConfigurations,
  searchDictionaries,
];
