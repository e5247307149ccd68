/** How a framework takes what is no constant into SQL, as a person writes it; `value` and `name` stand for the expression. */
export interface SafeWay {
  /** A value given beside the text. */
  readonly parameter: string;
  /** A name that is quoted. */
  readonly name: string;
}

const ofPg = (parameter: string): SafeWay => ({ parameter, name: "escapeIdentifier(name), from 'pg'" });

const ofQueryInterface: SafeWay = {
  parameter: "queryInterface.sequelize.query('… = :value', { replacements: { value } })",
  name: 'queryInterface.quoteIdentifier(name)',
};

const safeWays: Readonly<Record<string, SafeWay>> = {
  'db-migrate': ofPg("db.runSql('… = $1', [value])"),
  drizzle: { parameter: 'db.execute(sql`… = ${value}`)', name: 'sql.identifier(name), in a template of sql' },
  knex: { parameter: "knex.raw('… = ?', [value])", name: "knex.raw('… ?? …', [name])" },
  kysely: {
    parameter: 'sql`… = ${value}`.execute(db)',
    name: 'sql.ref(name) or sql.table(name), in a template of sql',
  },
  'mikro-orm': { parameter: "this.execute('… = ?', [value])", name: "this.addSql(raw('… ?? …', [name]))" },
  'node-pg-migrate': { parameter: "pgm.db.query('… = $1', [value])", name: "pgm.sql('… {name} …', { name })" },
  pg: ofPg("client.query('… = $1', [value])"),
  'postgres-js': { parameter: 'sql`… = ${value}`', name: 'sql(name), in a template of sql' },
  prisma: ofPg('prisma.$executeRaw`… = ${value}`'),
  sequelize: ofQueryInterface,
  slonik: { parameter: 'sql.unsafe`… = ${value}`', name: 'sql.identifier([name]), in a template of sql' },
  typeorm: ofPg("queryRunner.query('… = $1', [value])"),
  umzug: ofQueryInterface,
};

/** How scripts of an adapter do it. */
export function safeWayOf(adapter: string): SafeWay {
  return safeWays[adapter] ?? ofPg("client.query('… = $1', [value])");
}
