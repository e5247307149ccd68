import { rules } from '../../rules/index.ts';
import { adapters } from '../migration/adapters/index.ts';
import type { Rule } from '../rule.ts';
import { defaultPostgres, defaultTimeout, longestGlob, postgresVersions } from './defaults.ts';
import { presetNames } from './presets.ts';

/** A node of a JSON Schema of draft 7, as far as this project's schemas go. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema | readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly [keyword: string]: unknown;
}

const severity: Schema = {
  description: 'off: not checked; warn: shown, does not block; error: blocks.',
  enum: ['off', 'warn', 'error'],
};

const text: Schema = { type: 'string', minLength: 1, maxLength: longestGlob };
const oneOrMore = (description: string, item: Schema = text): Schema => ({
  description,
  anyOf: [item, { type: 'array', items: item }],
});

const settings: Readonly<Record<string, Schema>> = {
  rules: { $ref: '#/definitions/rules' },
  adapter: {
    description: 'The migration framework, instead of the one that is found by path and text.',
    enum: Object.keys(adapters).sort(),
  },
  postgres: {
    description: 'The major version of PostgreSQL that the migrations run on.',
    type: 'integer',
    minimum: postgresVersions.oldest,
    maximum: postgresVersions.newest,
    default: defaultPostgres,
  },
};

const override: Schema = {
  type: 'object',
  properties: { files: oneOrMore('Globs of the files that this is for, relative to the configuration.'), ...settings },
  required: ['files'],
  additionalProperties: false,
};

const properties: Readonly<Record<string, Schema>> = {
  $schema: { description: 'Where editors find this schema.', type: 'string' },
  extends: oneOrMore(
    'What this configuration builds on, later ones over earlier ones: presets (recommended, strict, protocol), files (./base.json) or packages. Everything builds on recommended.',
    { anyOf: [{ enum: presetNames }, text] },
  ),
  migrations: {
    description:
      'Globs or folders of the migrations, relative to the configuration; of a folder all SQL, TypeScript and JavaScript in it, but no tests and types. "!" takes out again. Without it: where the known frameworks keep theirs.',
    type: 'array',
    items: text,
    minItems: 1,
  },
  ignore: {
    description:
      'Globs or folders that are never linted, added to node_modules, .git, vendor, dist and the like; "!" takes out again.',
    type: 'array',
    items: text,
    default: [],
  },
  template: {
    description:
      'A file with the header that migrations begin with, relative to the configuration: template-header asks for its fields.',
    ...text,
  },
  ...settings,
  overrides: {
    description: 'Settings for some of the files; where several match, later ones win.',
    type: 'array',
    items: override,
    default: [],
  },
  approvals: {
    description: 'How a person permits a statement that destroys data.',
    type: 'object',
    properties: {
      mode: {
        description:
          'record: by "farout-guard approve <file>", which asks, and writes down who, why, until when and with which backup (what the presets strict and protocol ask for); inline: also by a comment, "-- farout-guard-approve <rule> -- <reason>" (in a script with // for the first --), on the line before the statement.',
        enum: ['inline', 'record'],
        default: 'inline',
      },
      required: {
        description: 'How many different people must approve one statement.',
        type: 'integer',
        minimum: 1,
        maximum: 10,
        default: 1,
      },
      approvers: {
        description:
          'The e-mail addresses of those who may approve, or CODEOWNERS for those that it names; null for anybody.',
        anyOf: [
          { type: 'array', items: { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$' }, minItems: 1 },
          { enum: ['CODEOWNERS', null] },
        ],
        default: null,
      },
      approverIsNotAuthor: {
        description: 'Whether nobody may approve a migration that they wrote, as git knows it.',
        type: 'boolean',
        default: false,
      },
      maxAge: {
        description: 'In days: the longest that an approval holds.',
        type: 'integer',
        minimum: 1,
        maximum: 3650,
        default: 30,
      },
      ticketPattern: {
        description:
          'A regular expression that an approval names a ticket by, such as ^OPS-[0-9]+$; empty where none is asked for.',
        type: 'string',
        format: 'regex',
        default: '',
      },
      backup: {
        description: 'Whether an approval must name a backup.',
        enum: ['required', 'optional'],
        default: 'required',
      },
      signed: {
        description: "Whether an approval needs an SSH signature by a key of git's gpg.ssh.allowedSignersFile.",
        type: 'boolean',
        default: false,
      },
    },
    additionalProperties: false,
  },
  baseBranch: {
    description:
      "The branch that changes are measured against, such as origin/main. Without it: the remote's default branch, as far as this clone knows it.",
    ...text,
  },
  schemaSources: {
    description:
      'Globs of what the schema is written in besides migrations, such as prisma/schema.prisma: require-migration asks for a migration when they change.',
    type: 'array',
    items: text,
    default: [],
  },
  test: {
    description: 'How farout-guard test runs migrations.',
    type: 'object',
    properties: {
      engine: {
        description:
          'pglite: an embedded PostgreSQL, without a server; postgres: a throw-away server of the programs on this machine.',
        enum: ['pglite', 'postgres'],
        default: 'pglite',
      },
      setup: {
        description:
          'SQL for what the application or its host makes before the first migration, or paths of files with such SQL (they end in .sql), relative to the configuration.',
        type: 'array',
        items: { type: 'string', minLength: 1 },
        default: [],
      },
      stubExtensions: {
        description:
          'Extensions to do without: their names, or by name the SQL that stands for each: what the migrations use of it.',
        anyOf: [
          { type: 'array', items: text },
          { type: 'object', additionalProperties: { type: 'string' } },
        ],
        default: [],
      },
      ignore: {
        description: 'Tables that are left out when schemas are compared: name or schema.name.',
        type: 'array',
        items: text,
        default: [],
      },
      timeout: {
        description: 'The longest that a statement or a script may take, in seconds.',
        type: 'integer',
        minimum: 1,
        default: defaultTimeout,
      },
    },
    additionalProperties: false,
  },
  baseline: {
    description:
      'A file with the findings that were there when farout-guard was adopted, relative to the configuration: they do not block. Written by --update-baseline.',
    ...text,
  },
};

/** The JSON Schema (draft 7) of a configuration: for editors and for `checkConfig`. */
export function configSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'farout-guard',
    description: 'Configuration of farout-guard, the guard for PostgreSQL migrations.',
    type: 'object',
    properties,
    additionalProperties: false,
    definitions: {
      rules: {
        description: 'Rules by name: "off", "warn", "error", or [severity, options].',
        type: 'object',
        properties: Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, settingOf(rule)])),
        additionalProperties: false,
      },
    },
  };
}

function settingOf({ description, level, schema }: Rule): Schema {
  return {
    description: `${description} (level ${level}).`,
    anyOf: [
      severity,
      {
        title: '[severity, options]',
        type: 'array',
        items: [severity, { ...schema }],
        minItems: 1,
        additionalItems: false,
      },
    ],
  };
}
