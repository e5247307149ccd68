import { comment, flag, named, own, privileges, role, sorted, type Source } from './source.ts';

const here = '(SELECT oid FROM pg_database WHERE datname = current_database())';

const databases: Source = {
  kind: "'database'",
  // A copy of the database has another name.
  id: "'itself'",
  props: {
    owner: role('d.datdba'),
    privileges: privileges('d.datacl', 'd', 'd.datdba'),
    'connection limit': 'nullif(d.datconnlimit, -1)',
    comment: "shobj_description(d.oid, 'pg_database')",
  },
  from: 'FROM pg_database AS d WHERE d.datname = current_database()',
};

const settings: Source = {
  kind: "'settings'",
  id: `concat_ws(' in ', CASE WHEN s.setrole <> 0 THEN 'role ' || quote_ident(pg_get_userbyid(s.setrole)) END,
    CASE WHEN s.setdatabase <> 0 THEN 'database' END)`,
  props: { values: sorted('s.setconfig') },
  from: `FROM pg_db_role_setting AS s WHERE s.setdatabase IN (0, ${here})`,
};

const schemas: Source = {
  kind: "'schema'",
  id: 's.name',
  props: {
    owner: role('n.nspowner'),
    privileges: privileges('n.nspacl', 'n', 'n.nspowner'),
    comment: comment('pg_namespace', 'n.oid'),
  },
  // Not by OID: `public` is PostgreSQL's own, and can be changed.
  from: `FROM pg_namespace AS n JOIN space AS s ON s.oid = n.oid
    WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND NOT EXISTS (SELECT FROM member WHERE classid = 'pg_namespace'::regclass AND objid = n.oid)`,
};

const extensions: Source = {
  kind: "'extension'",
  id: 'quote_ident(e.extname)',
  props: {
    version: 'e.extversion',
    schema: 'e.extnamespace::regnamespace',
    owner: role('e.extowner'),
    comment: comment('pg_extension', 'e.oid'),
  },
  from: 'FROM pg_extension AS e',
};

const eventTriggers: Source = {
  kind: "'event trigger'",
  id: 'quote_ident(e.evtname)',
  props: {
    on: 'e.evtevent',
    tags: sorted('e.evttags'),
    function: 'e.evtfoid::regprocedure',
    fires: "CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END",
    owner: role('e.evtowner'),
    comment: comment('pg_event_trigger', 'e.oid'),
  },
  from: `FROM pg_event_trigger AS e WHERE ${own('pg_event_trigger', 'e.oid')}`,
};

const wrappers: Source = {
  kind: "'foreign data wrapper'",
  id: 'quote_ident(w.fdwname)',
  props: {
    handler: named('w.fdwhandler', 'regprocedure'),
    validator: named('w.fdwvalidator', 'regprocedure'),
    options: sorted('w.fdwoptions'),
    owner: role('w.fdwowner'),
    privileges: privileges('w.fdwacl', 'F', 'w.fdwowner'),
    comment: comment('pg_foreign_data_wrapper', 'w.oid'),
  },
  from: `FROM pg_foreign_data_wrapper AS w WHERE ${own('pg_foreign_data_wrapper', 'w.oid')}`,
};

const servers: Source = {
  kind: "'server'",
  id: 'quote_ident(s.srvname)',
  parents: ["'foreign data wrapper ' || quote_ident(w.fdwname)"],
  props: {
    wrapper: 'w.fdwname',
    type: 's.srvtype',
    version: 's.srvversion',
    options: sorted('s.srvoptions'),
    owner: role('s.srvowner'),
    privileges: privileges('s.srvacl', 'S', 's.srvowner'),
    comment: comment('pg_foreign_server', 's.oid'),
  },
  from: `FROM pg_foreign_server AS s JOIN pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
    WHERE ${own('pg_foreign_server', 's.oid')}`,
};

const userMappings: Source = {
  kind: "'user mapping'",
  id: "'for ' || quote_ident(u.usename) || ' server ' || quote_ident(u.srvname)",
  parents: ["'server ' || quote_ident(u.srvname)"],
  props: { options: sorted('u.umoptions') },
  from: 'FROM pg_user_mappings AS u',
};

const defaultPrivileges: Source = {
  kind: "'default privileges'",
  id: `'for role ' || quote_ident(pg_get_userbyid(d.defaclrole)) || coalesce(' in schema ' || s.name, '') || ' on '
    || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
      WHEN 'n' THEN 'schemas' ELSE 'large objects' END`,
  parents: ['s.key'],
  props: { privileges: sorted('d.defaclacl') },
  from: 'FROM pg_default_acl AS d LEFT JOIN space AS s ON s.oid = d.defaclnamespace',
};

const publications: Source = {
  kind: "'publication'",
  id: 'quote_ident(p.pubname)',
  props: {
    definition: "to_jsonb(p) - '{oid,pubname,pubowner}'::text[]",
    owner: role('p.pubowner'),
    comment: comment('pg_publication', 'p.oid'),
  },
  from: 'FROM pg_publication AS p',
};

const publishedTables: Source = {
  kind: "'published table'",
  id: "r.prrelid::regclass || ' in ' || quote_ident(p.pubname)",
  parents: ["'publication ' || quote_ident(p.pubname)", 'c.key'],
  props: { columns: "to_jsonb(t) ->> 'attnames'", where: "to_jsonb(t) ->> 'rowfilter'" },
  from: `FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid
    JOIN relation AS c ON c.oid = r.prrelid
    LEFT JOIN pg_publication_tables AS t ON t.pubname = p.pubname AND t.tablename = c.relname
      AND quote_ident(t.schemaname) = c.relnamespace::regnamespace::text`,
};

const publishedSchemas: Source = {
  kind: "'published schema'",
  id: "s.name || ' in ' || quote_ident(p.pubname)",
  parents: ["'publication ' || quote_ident(p.pubname)", 's.key'],
  props: {},
  from: `FROM pg_publication_namespace AS n JOIN pg_publication AS p ON p.oid = n.pnpubid
    JOIN space AS s ON s.oid = n.pnnspid`,
  since: 15,
};

const roles: Source = {
  kind: "'role'",
  id: 'quote_ident(r.rolname)',
  props: {
    superuser: flag('r.rolsuper'),
    noinherit: flag('NOT r.rolinherit'),
    createrole: flag('r.rolcreaterole'),
    createdb: flag('r.rolcreatedb'),
    login: flag('r.rolcanlogin'),
    replication: flag('r.rolreplication'),
    bypassrls: flag('r.rolbypassrls'),
    'connection limit': 'nullif(r.rolconnlimit, -1)',
    'valid until': "nullif(r.rolvaliduntil, 'infinity') AT TIME ZONE 'UTC'",
    'member of': `(SELECT string_agg(quote_ident(pg_get_userbyid(m.roleid)) || CASE WHEN m.admin_option THEN ' with admin' ELSE '' END
      || CASE to_jsonb(m) ->> 'inherit_option' WHEN 'false' THEN ' without inherit' ELSE '' END
      || CASE to_jsonb(m) ->> 'set_option' WHEN 'false' THEN ' without set' ELSE '' END,
      ', ' ORDER BY pg_get_userbyid(m.roleid), m.grantor) FROM pg_auth_members AS m WHERE m.member = r.oid)`,
    comment: "shobj_description(r.oid, 'pg_authid')",
  },
  from: "FROM pg_roles AS r WHERE r.rolname !~ '^pg_'",
};

/** What belongs to no table and no type: schemas, extensions, roles and the like. */
export const wideSources: readonly Source[] = [
  databases,
  settings,
  schemas,
  extensions,
  eventTriggers,
  wrappers,
  servers,
  userMappings,
  defaultPrivileges,
  publications,
  publishedTables,
  publishedSchemas,
  roles,
];
