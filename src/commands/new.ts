import type { Command } from './command.ts';

/** Writes a migration from its description. */
export const newMigration: Command = {
  usage: 'new <words…>',
  summary: 'write a migration: header, guarded SQL as far as the words tell it, and the way back',
  operands: [1, Infinity],
  options: {
    framework: {
      value: '<name>',
      description: 'write for this framework instead of the one found; an unknown name lists them all',
    },
    folder: { value: '<folder>', description: 'write there instead of beside the other migrations' },
    sql: { value: null, description: 'write SQL' },
    ts: { value: null, description: 'write TypeScript' },
    name: { value: '<words>', description: 'name the file by these words' },
    config: { short: 'c', value: '<file>', description: 'use this configuration instead of the one found' },
    'dry-run': { value: null, description: 'show what would be written, and write nothing' },
    stdout: { value: null, description: 'print the text of the migration, and write nothing' },
  },
  notes: {
    'What it understands': [
      'add <columns> [<type>] to <table>           create table <table>',
      'add [unique] index on <table>(<columns>)    add foreign key on <table>(<column>) to <table>(<column>)',
      'set not null on <table>.<column>            rename [column] <column> to <name> in <table>',
      'drop column <column> from <table>           rename table <table> to <name>, drop table <table>',
      'Of all other words it makes the name and the header; <…> stands for what is yours to fill in.',
    ],
    Examples: [
      'farout-guard new "add rank_image text to users"',
      'farout-guard new "add index on orders(customer_id)" --framework goose --folder db/migrations',
    ],
  },
  async run({ operands, options }, process) {
    const { writeMigration } = await import('../new/write-migration.ts');
    return writeMigration(operands.join(' '), options, process);
  },
};
