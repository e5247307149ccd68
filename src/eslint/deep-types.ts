/**
 * The types of the fields that hold one kind of node, of which libpg_query's JSON does not name the type: `field`, or `Parent.field` where
 * parents differ. Read off the types of `@pgsql/types` (a test compares them).
 */
const fields: Readonly<Record<string, string>> = {
  Alias: 'alias join_using_alias',
  BitString: 'bsval',
  Boolean: 'boolval',
  CTECycleClause: 'cycle_clause',
  CTESearchClause: 'search_clause',
  CollateClause: 'collClause',
  CreateStmt: 'base',
  Float: 'fval',
  FuncCall: 'funccall',
  GrantStmt: 'action',
  InferClause: 'infer',
  Integer: 'ival',
  IntoClause: 'into intoClause',
  JsonAggConstructor: 'constructor',
  JsonBehavior: 'on_empty on_error',
  JsonFormat: 'format',
  JsonKeyValue: 'JsonObjectAgg.arg',
  JsonOutput: 'output',
  JsonReturning: 'returning',
  JsonTablePathSpec: 'pathspec',
  JsonValueExpr: 'JsonArgument.val JsonArrayAgg.arg context_item expr value',
  ObjectWithArgs: 'CreateOpClassItem.name fromsql func opername tosql',
  OnConflictClause: 'onConflictClause',
  PartitionBoundSpec: 'bound partbound',
  PartitionSpec: 'partspec',
  PublicationTable: 'pubtable',
  RangeVar: 'PartitionCmd.name constrrel identitySequence pktable rel relation sequence table typevar view',
  ReturningClause: 'returningClause',
  RoleSpec: 'authrole grantor newowner newrole owner role user',
  SelectStmt: 'PLAssignStmt.val larg rarg',
  String: 'extname sval',
  TypeName: 'argType datatype ofTypename returnType sourcetype storedtype targettype typeName type_name',
  VariableSetStmt: 'setstmt',
  WindowDef: 'over',
  WithClause: 'withClause',
};

const types = new Map(Object.entries(fields).flatMap(([type, names]) => names.split(' ').map((name) => [name, type])));

/** The type of the node in a field. */
export function typeOfField(parent: string, field: string): string {
  return types.get(`${parent}.${field}`) ?? types.get(field) ?? field;
}
