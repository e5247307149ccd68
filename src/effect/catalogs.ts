/** What PostgreSQL's catalogs, views and look-up functions tell about, as kinds of things or spaces of names. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  relation: [
    'pg_class', 'pg_tables', 'pg_views', 'pg_matviews', 'pg_indexes', 'pg_index', 'pg_sequences', 'pg_sequence', 'tables', 'views',
    'sequences', 'to_regclass', 'foreign_tables', 'pg_foreign_table', 'pg_partitioned_table', 'pg_get_serial_sequence',
    'pg_stat_user_tables', 'pg_stat_all_tables', 'pg_stat_user_indexes', 'has_table_privilege', 'pg_statio_user_tables',
  ],
  column: ['pg_attribute', 'columns', 'pg_attrdef', 'pg_get_serial_sequence', 'attributes'],
  attribute: ['pg_attribute', 'attributes'],
  constraint: [
    'pg_constraint', 'table_constraints', 'constraint_column_usage', 'constraint_table_usage', 'key_column_usage',
    'referential_constraints', 'check_constraints', 'domain_constraints', 'pg_get_constraintdef', 'pg_index',
  ],
  type: ['pg_type', 'to_regtype', 'domains', 'user_defined_types', 'pg_enum', 'pg_range'],
  'enum value': ['pg_enum', 'enum_range'],
  role: ['pg_roles', 'pg_authid', 'pg_user', 'pg_shadow', 'pg_group', 'to_regrole', 'enabled_roles', 'applicable_roles'],
  policy: ['pg_policies', 'pg_policy'],
  trigger: ['pg_trigger', 'triggers', 'triggered_update_columns'],
  rule: ['pg_rules', 'pg_rewrite'],
  publication: ['pg_publication', 'pg_publication_tables', 'pg_publication_rel', 'pg_publication_namespace'],
  subscription: ['pg_subscription'],
  extension: ['pg_extension', 'pg_available_extensions', 'pg_available_extension_versions'],
  schema: ['pg_namespace', 'schemata', 'to_regnamespace'],
  routine: ['pg_proc', 'to_regproc', 'to_regprocedure', 'routines', 'pg_aggregate', 'pg_get_functiondef'],
  signature: ['pg_proc', 'to_regproc', 'to_regprocedure', 'routines', 'pg_aggregate', 'pg_get_functiondef'],
  partition: ['pg_inherits', 'pg_partitioned_table', 'pg_partition_tree', 'pg_class'],
  parent: ['pg_inherits'],
  identity: ['columns', 'pg_attribute'],
  database: ['pg_database'],
  tablespace: ['pg_tablespace'],
  language: ['pg_language'],
  'event trigger': ['pg_event_trigger'],
  collation: ['pg_collation', 'collations'],
  server: ['pg_foreign_server', 'foreign_servers'],
  'foreign data wrapper': ['pg_foreign_data_wrapper', 'foreign_data_wrappers'],
  'user mapping': ['pg_user_mapping', 'pg_user_mappings', 'user_mappings'],
  statistics: ['pg_statistic_ext', 'pg_stats_ext'],
  operator: ['pg_operator', 'to_regoper', 'to_regoperator'],
  'operator class': ['pg_opclass'],
  'operator family': ['pg_opfamily'],
  cast: ['pg_cast'],
  conversion: ['pg_conversion'],
  'text search configuration': ['pg_ts_config', 'to_regconfig'],
  'text search dictionary': ['pg_ts_dict'],
}; // prettier-ignore

const told = new Map<string, Set<string>>();
for (const [kind, names] of Object.entries(kinds))
  for (const name of names) told.set(name, (told.get(name) ?? new Set()).add(kind));

/** Kinds whose objects show up in the catalogs of another: an index of a constraint, the row type of a table. */
const alsoIn: Readonly<Record<string, readonly string[]>> = {
  constraint: ['relation'],
  parent: ['relation'],
  partition: ['relation'],
  relation: ['type'],
  type: ['relation'],
};

/** The kinds that these catalogs and functions tell about, or null when none of them is known here. */
export function kindsToldBy(reads: readonly string[]): ReadonlySet<string> | null {
  const found = new Set(reads.flatMap((name) => [...(told.get(name) ?? [])]));
  return found.size === 0 ? null : found;
}

/** Whether catalogs that tell about these kinds can show a thing of this kind. */
export function canShow(told: ReadonlySet<string> | null, kind: string): boolean {
  return told === null || told.has(kind) || (alsoIn[kind] ?? []).some((other) => told.has(other));
}
