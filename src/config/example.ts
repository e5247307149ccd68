import { rules } from '../../rules/index.ts';
import { defaultApprovals } from '../approval/settings.ts';
import type { Rule } from '../rule.ts';
import { defaultTimeout } from './defaults.ts';
import { presets } from './presets.ts';
import { configSchema, type Schema } from './schema.ts';

const width = 110;

/** What the example shows for keys whose default says too little; the others show their default. */
const shown: Readonly<Record<string, unknown>> = {
  $schema: './node_modules/farout-guard/src/config/schema.json',
  extends: 'recommended',
  migrations: ['db/migrations', 'services/*/migrations/**/*.sql', '!db/migrations/seeds'],
  ignore: ['db/migrations/legacy/**'],
  overrides: [
    {
      files: 'db/migrations/2019*',
      rules: { 'require-down-migration': 'off', 'template-header': 'off' },
      postgres: 11,
    },
  ],
  approvals: defaultApprovals,
  schemaSources: ['prisma/schema.prisma'],
  test: { engine: 'pglite', setup: [], stubExtensions: [], ignore: [], timeout: defaultTimeout },
};

/** Keys that cannot hold for every project: the example has them as comments. */
const unset: Readonly<Record<string, unknown>> = {
  template: './docs/migration-template.sql',
  adapter: 'goose',
  baseBranch: 'origin/main',
  baseline: 'farout-guard-baseline.json',
};

/** The text of `.farout-guardrc.example`: every key and every rule with its options, JSON with comments. */
export function exampleConfig(): string {
  const { properties = {} } = configSchema();
  const blocks = Object.entries(properties).map(([key, schema]) =>
    key === 'rules' ? rulesBlock() : keyBlock(key, schema),
  );
  // No comma may stand before a bracket that closes, comments aside.
  return `{\n${blocks.join('\n\n')}\n}\n`.replaceAll(/,(?=(?:\s*\/\/[^\n]*)*\s*\})/g, '');
}

function keyBlock(key: string, schema: Schema): string {
  const lead = comment(schema.description ?? '', '  ');
  if (Object.hasOwn(unset, key)) return [...lead, `  // ${pair(key, unset[key], '  ')}`].join('\n');
  return [...(key === '$schema' ? [] : lead), `  ${pair(key, shown[key] ?? schema['default'], '  ')}`].join('\n');
}

function rulesBlock(): string {
  const lead = comment(configSchema().definitions?.['rules']?.description ?? '', '  ');
  const blocks = Object.entries(rules).map(([name, rule]) => ruleBlock(name, rule));
  return [...lead, '  "rules": {', blocks.join('\n'), '  },'].join('\n');
}

function ruleBlock(name: string, { description, level, defaults, schema }: Rule): string {
  const severity = presets.recommended[name];
  const setting = Object.keys(defaults).length === 0 ? severity : [severity, defaults];
  const options = Object.entries((schema as Schema).properties ?? {}).flatMap(([option, { description: text }]) =>
    text === undefined ? [] : comment(`${option}: ${text}`, '    '),
  );
  return [...comment(`Level ${level}. ${description}.`, '    '), ...options, `    ${pair(name, setting, '    ')}`].join(
    '\n',
  );
}

function pair(key: string, value: unknown, indent: string): string {
  return `${JSON.stringify(key)}: ${print(value, indent, key.length)},`;
}

/** JSON in one line where that fits; `taken` is how much of the line is used. */
function print(value: unknown, indent: string, taken = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = Object.entries(value).map(([key, item]): [string, unknown] => [
    isList ? '' : `${JSON.stringify(key)}: `,
    item,
  ]);
  const [open, close, space] = isList ? ['[', ']', ''] : ['{', '}', ' '];
  const line = items.map(([key, item]) => key + print(item, '', -Infinity)).join(', ');
  if (items.length === 0) return open + close;
  if (line.length + indent.length + taken < width - 10) return open + space + line + space + close;
  return [open, items.map(([key, item]) => `${inner}${key}${print(item, inner)}`).join(',\n'), indent + close].join(
    '\n',
  );
}

function comment(text: string, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((each) => `${indent}// ${each}`);
}
