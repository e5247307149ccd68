import type { FrameworkName } from '../project/framework-kinds.ts';
import type { Building } from './change.ts';
import type { Draft } from './draft.ts';
import { type Calls, callsText, scriptCalls } from './script-calls.ts';

/** TypeScript, or JavaScript as a module or for `require`. */
export type Flavour = 'ts' | 'esm' | 'cjs';

/** How a framework's TypeScript and JavaScript migrations are written down. */
export interface ScriptLayout {
  readonly building: Building;
  readonly text: (draft: Draft, flavour: Flavour) => string;
  /** What must be set besides, where a migration cannot run inside a transaction. */
  readonly alone?: string;
}

/** What stands in the two functions. */
interface Bodies {
  readonly up: string;
  readonly down: string;
}

/** A block comment with the header, above all code: there the linter looks for it. */
const headed = ({ header }: Draft, code: string) =>
  `/*\n${header.map((line) => ` * ${line}\n`).join('')} */\n\n${code}`;

/** The texts of one call for each statement; `indent` is the depth of the function's body. */
const bodiesOf = ({ change }: Draft, indent: string, calls: Calls): Bodies => ({
  up: callsText(change.up, { calls, indent }),
  down: callsText(change.down, { calls, indent }),
});

const importOf = (flavour: Flavour, what: string, from: string) =>
  flavour === 'cjs' ? `const { ${what} } = require('${from}');\n\n` : `import { ${what} } from '${from}';\n\n`;

const typesOf = (flavour: Flavour, what: string, from: string) =>
  flavour === 'ts' ? `import type { ${what} } from '${from}';\n\n` : '';

/** The two functions of a migration, with one parameter each. */
function functions({ up, down }: Bodies, parameter: string, type: string, flavour: Flavour): string {
  const start = (way: string) => {
    if (flavour === 'cjs') return `exports.${way} = async (${parameter}) => {\n`;
    const types = flavour === 'ts' ? [`: ${type}`, ': Promise<void>'] : ['', ''];
    return `export async function ${way}(${parameter}${types[0]})${types[1]} {\n`;
  };
  const end = flavour === 'cjs' ? '};\n' : '}\n';
  return `${start('up')}${up}${end}\n${start('down')}${down}${end}`;
}

/** The same, where the framework has a type for them. */
function typedFunctions({ up, down }: Bodies, parameter: string, type: string, flavour: Flavour): string {
  if (flavour !== 'ts') return functions({ up, down }, parameter, '', flavour);
  const typed = (way: string, body: string) => `export const ${way}: ${type} = async (${parameter}) => {\n${body}};\n`;
  return `${typed('up', up)}\n${typed('down', down)}`;
}

const camel = ({ words }: Draft) => words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');

function typeorm(draft: Draft, flavour: Flavour): string {
  const { up, down: back } = bodiesOf(draft, '    ', scriptCalls.typeorm);
  // Its command for the way back opens a transaction, whatever the migration says.
  const down = back.replaceAll('DROP INDEX CONCURRENTLY', 'DROP INDEX');
  const name = `${/^\d/.test(camel(draft)) ? 'Migration' : ''}${camel(draft)}${draft.version}`;
  const alone = '  // Needs migrationsTransactionMode "each" or "none".\n  transaction = false;\n\n';
  const [parameter, nothing] = flavour === 'ts' ? ['queryRunner: QueryRunner', ': Promise<void>'] : ['queryRunner', ''];
  const method = (way: string, body: string) => `  async ${way}(${parameter})${nothing} {\n${body}  }\n`;
  const start = `  name = '${name}';\n\n${draft.change.alone ? alone : ''}`;
  const body = `${start}${method('up', up)}\n${method('down', down)}`;
  if (flavour === 'cjs') return headed(draft, `module.exports = class ${name} {\n${body}};\n`);
  const promise = flavour === 'ts' ? ' implements MigrationInterface' : '';
  const types = typesOf(flavour, 'MigrationInterface, QueryRunner', 'typeorm');
  return headed(draft, `${types}export class ${name}${promise} {\n${body}}\n`);
}

function knex(draft: Draft, flavour: Flavour): string {
  const code = functions(bodiesOf(draft, '  ', scriptCalls.knex), 'knex', 'Knex', flavour);
  const declare = flavour === 'cjs' ? 'exports.config' : 'export const config';
  const alone = draft.change.alone ? `\n${declare} = { transaction: false };\n` : '';
  return headed(draft, `${typesOf(flavour, 'Knex', 'knex')}${code}${alone}`);
}

function kysely(draft: Draft, flavour: Flavour): string {
  const calls = bodiesOf(draft, '  ', scriptCalls.kysely);
  const code = functions(calls, 'db', 'Kysely<unknown>', flavour);
  return headed(draft, `${importOf(flavour, flavour === 'ts' ? 'sql, type Kysely' : 'sql', 'kysely')}${code}`);
}

function sequelize(draft: Draft, flavour: Flavour): string {
  if (flavour !== 'cjs') {
    const code = functions(bodiesOf(draft, '  ', scriptCalls.sequelize), 'queryInterface', 'QueryInterface', flavour);
    return headed(draft, `${typesOf(flavour, 'QueryInterface', 'sequelize')}${code}`);
  }
  const { up, down } = bodiesOf(draft, '    ', scriptCalls.sequelize);
  const methods = `  async up(queryInterface) {\n${up}  },\n\n  async down(queryInterface) {\n${down}  },\n`;
  const type = "/** @type {import('sequelize-cli').Migration} */\n";
  return `'use strict';\n\n${headed(draft, `${type}module.exports = {\n${methods}};\n`)}`;
}

/** Its migrations get what the project passes as `context`: nearly always Sequelize's query interface. */
function umzug(draft: Draft, flavour: Flavour): string {
  const calls = bodiesOf(draft, '  ', scriptCalls.umzug);
  const code = typedFunctions(calls, '{ context }', 'MigrationFn<QueryInterface>', flavour);
  const types = `${typesOf(flavour, 'QueryInterface', 'sequelize').trimEnd()}\n${typesOf(flavour, 'MigrationFn', 'umzug')}`;
  return headed(draft, `${flavour === 'ts' ? types : ''}${code}`);
}

function nodePgMigrate(draft: Draft, flavour: Flavour): string {
  const { up, down } = bodiesOf(draft, '  ', scriptCalls['node-pg-migrate']);
  const alone = draft.change.alone ? '  pgm.noTransaction();\n' : '';
  const code = functions({ up: alone + up, down: alone + down }, 'pgm', 'MigrationBuilder', flavour);
  return headed(draft, `${typesOf(flavour, 'MigrationBuilder', 'node-pg-migrate')}${code}`);
}

function mikroOrm(draft: Draft, flavour: Flavour): string {
  const { up, down } = bodiesOf(draft, '    ', scriptCalls['mikro-orm']);
  const name = draft.name.replace(/\W/g, '_');
  const [override, nothing, yes] = flavour === 'ts' ? ['override ', ': Promise<void>', ': boolean'] : ['', '', ''];
  const method = (way: string, body: string) => `  ${override}async ${way}()${nothing} {\n${body}  }\n`;
  const alone =
    '\n  // Needs allOrNothing: false in the settings of the migrations.\n' +
    `  ${override}isTransactional()${yes} {\n    return false;\n  }\n`;
  const body = `${method('up', up)}\n${method('down', down)}${draft.change.alone ? alone : ''}`;
  const declare = flavour === 'cjs' ? `exports.${name} = class ${name}` : `export class ${name}`;
  const code = `${declare} extends Migration {\n${body}}${flavour === 'cjs' ? ';' : ''}\n`;
  return headed(draft, `${importOf(flavour, 'Migration', '@mikro-orm/migrations')}${code}`);
}

function slonik(draft: Draft, flavour: Flavour): string {
  const calls = bodiesOf(draft, '  ', scriptCalls.slonik);
  const code = typedFunctions(calls, '{ slonik, sql }', 'Migration', flavour);
  return headed(draft, `${typesOf(flavour, 'Migration', '@slonik/migrator')}${code}`);
}

function dbMigrate(draft: Draft): string {
  const calls = bodiesOf(draft, '  ', scriptCalls['db-migrate']);
  const ways = functions(calls, 'db', '', 'cjs');
  return `'use strict';\n\n${headed(draft, `exports.setup = () => {};\n\n${ways}\nexports._meta = { version: 1 };\n`)}`;
}

/** The layouts of the frameworks whose migrations are programs. */
export const scriptLayouts: Readonly<Partial<Record<FrameworkName, ScriptLayout>>> = {
  'typeorm': { building: 'statements', text: typeorm, alone: 'migrationsTransactionMode: "each" in the data source' },
  'knex': { building: 'statements', text: knex },
  'kysely': { building: 'never', text: kysely },
  'sequelize': { building: 'statements', text: sequelize },
  'umzug': { building: 'statements', text: umzug },
  'node-pg-migrate': { building: 'statements', text: nodePgMigrate },
  'mikro-orm': { building: 'statements', text: mikroOrm, alone: 'allOrNothing: false in the settings of the migrations' },
  'db-migrate': { building: 'never', text: dbMigrate },
  'slonik': { building: 'never', text: slonik },
}; // prettier-ignore
