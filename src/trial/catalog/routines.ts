import { comment, flag, named, own, privileges, role, type Source } from './source.ts';

const routines: Source = {
  kind: "CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END",
  id: 'p.oid::regprocedure',
  parents: ['s.key'],
  props: {
    definition: `CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE (
      SELECT (to_jsonb(a) - '{aggfnoid,aggtranstype,aggmtranstype,aggsortop}'::text[] || jsonb_build_object(
        'stype', format_type(a.aggtranstype, NULL), 'mstype', format_type(nullif(a.aggmtranstype, 0), NULL),
        'sortop', ${named('a.aggsortop', 'regoperator')}, 'parallel', p.proparallel))::text
      FROM pg_aggregate AS a WHERE a.aggfnoid = p.oid) END`,
    returns: "CASE p.prokind WHEN 'a' THEN format_type(p.prorettype, NULL) END",
    owner: role('p.proowner'),
    privileges: privileges('p.proacl', 'f', 'p.proowner'),
    comment: comment('pg_proc', 'p.oid'),
  },
  from: `FROM pg_proc AS p JOIN space AS s ON s.oid = p.pronamespace WHERE ${own('pg_proc', 'p.oid')}`,
};

const casts: Source = {
  kind: "'cast'",
  id: "'(' || format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL) || ')'",
  props: {
    function: named('c.castfunc', 'regprocedure'),
    method: "CASE c.castmethod WHEN 'b' THEN 'without function' WHEN 'i' THEN 'with inout' END",
    context: "CASE c.castcontext WHEN 'a' THEN 'as assignment' WHEN 'i' THEN 'as implicit' END",
    comment: comment('pg_cast', 'c.oid'),
  },
  from: `FROM pg_cast AS c WHERE ${own('pg_cast', 'c.oid')}`,
};

const operators: Source = {
  kind: "'operator'",
  id: 'o.oid::regoperator',
  parents: ['s.key'],
  props: {
    function: 'o.oprcode::regprocedure',
    commutator: named('o.oprcom', 'regoperator'),
    negator: named('o.oprnegate', 'regoperator'),
    restrict: named('o.oprrest::oid', 'regprocedure'),
    join: named('o.oprjoin::oid', 'regprocedure'),
    merges: flag('o.oprcanmerge'),
    hashes: flag('o.oprcanhash'),
    owner: role('o.oprowner'),
    comment: comment('pg_operator', 'o.oid'),
  },
  // Without a function it is one that another names as its commutator or negator.
  from: `FROM pg_operator AS o JOIN space AS s ON s.oid = o.oprnamespace
    WHERE o.oprcode <> 0 AND ${own('pg_operator', 'o.oid')}`,
};

const operatorFamilies: Source = {
  kind: "'operator family'",
  id: "s.name || '.' || quote_ident(f.opfname) || ' USING ' || am.amname",
  parents: ['s.key'],
  props: {
    operators: `(SELECT string_agg(amopstrategy || ' ' || amopopr::regoperator || CASE amoppurpose WHEN 'o' THEN ' for order by' ELSE '' END,
      ', ' ORDER BY amopstrategy, amopopr::regoperator::text) FROM pg_amop WHERE amopfamily = f.oid)`,
    functions: `(SELECT string_agg(amprocnum || ' ' || amproc::regprocedure, ', ' ORDER BY amprocnum, amproc::regprocedure::text)
      FROM pg_amproc WHERE amprocfamily = f.oid)`,
    owner: role('f.opfowner'),
    comment: comment('pg_opfamily', 'f.oid'),
  },
  from: `FROM pg_opfamily AS f JOIN space AS s ON s.oid = f.opfnamespace JOIN pg_am AS am ON am.oid = f.opfmethod
    WHERE ${own('pg_opfamily', 'f.oid')}`,
};

const operatorClasses: Source = {
  kind: "'operator class'",
  id: "s.name || '.' || quote_ident(o.opcname) || ' USING ' || am.amname",
  parents: ['s.key'],
  props: {
    'for type': 'format_type(o.opcintype, NULL)',
    default: flag('o.opcdefault'),
    storage: 'format_type(nullif(o.opckeytype, 0), NULL)',
    family:
      "(SELECT f.opfnamespace::regnamespace || '.' || quote_ident(f.opfname) FROM pg_opfamily AS f WHERE f.oid = o.opcfamily)",
    owner: role('o.opcowner'),
    comment: comment('pg_opclass', 'o.oid'),
  },
  from: `FROM pg_opclass AS o JOIN space AS s ON s.oid = o.opcnamespace JOIN pg_am AS am ON am.oid = o.opcmethod
    WHERE ${own('pg_opclass', 'o.oid')}`,
};

const languages: Source = {
  kind: "'language'",
  id: 'quote_ident(l.lanname)',
  props: {
    trusted: flag('l.lanpltrusted'),
    handler: named('l.lanplcallfoid', 'regprocedure'),
    inline: named('l.laninline', 'regprocedure'),
    validator: named('l.lanvalidator', 'regprocedure'),
    owner: role('l.lanowner'),
    privileges: privileges('l.lanacl', 'l', 'l.lanowner'),
    comment: comment('pg_language', 'l.oid'),
  },
  from: `FROM pg_language AS l WHERE ${own('pg_language', 'l.oid')}`,
};

const transforms: Source = {
  kind: "'transform'",
  id: "'FOR ' || format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname)",
  props: {
    'from sql': named('t.trffromsql::oid', 'regprocedure'),
    'to sql': named('t.trftosql::oid', 'regprocedure'),
    comment: comment('pg_transform', 't.oid'),
  },
  from: `FROM pg_transform AS t JOIN pg_language AS l ON l.oid = t.trflang WHERE ${own('pg_transform', 't.oid')}`,
};

const accessMethods: Source = {
  kind: "'access method'",
  id: 'quote_ident(a.amname)',
  props: { type: 'a.amtype', handler: 'a.amhandler::regprocedure', comment: comment('pg_am', 'a.oid') },
  from: `FROM pg_am AS a WHERE ${own('pg_am', 'a.oid')}`,
};

/** Functions and what is made of functions. */
export const routineSources: readonly Source[] = [
  routines,
  casts,
  operators,
  operatorFamilies,
  operatorClasses,
  languages,
  transforms,
  accessMethods,
];
