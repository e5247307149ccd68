import { describe, expect, test } from 'vitest';
import templateHeader from '../rules/template-header.ts';
import { loadConfig } from '../src/config/load.ts';
import { resolve } from '../src/config/resolve.ts';
import { findingMaker } from '../src/finding.ts';
import { readHeader } from '../src/migration/header.ts';
import { scriptTokens } from '../src/migration/script-tokens.ts';
import { makeMigration } from '../src/new/make.ts';
import { scriptLayouts } from '../src/new/script-layouts.ts';
import { defaultFields } from '../src/new/header.ts';
import { frameworkOf, type FrameworkName } from '../src/project/framework.ts';
import type { Migration } from '../src/types.ts';
import { filesInMemory } from './fixture.ts';
import { project } from './project.ts';

const headerOf = (text: string) => readHeader(text, scriptTokens(text).comments, null);

const fieldsOf = (text: string) => {
  const header = headerOf(text);
  return header && Object.fromEntries(header.fields.map(({ name, value }) => [name, value]));
};

const both = { Author: 'Jo', Description: 'what\nand why' };

describe('the header of a script', () => {
  test.each<[what: string, text: string, expected: object | null]>([
    ['line comments', '// Author: Jo\n// Description: what\n//   and why\nup();', both],
    ['a block', '/*\n Author: Jo\n Description: what\n   and why\n*/\nup();', both],
    ['a documentation comment', '/**\n * Author: Jo\n * Description: what\n *   and why\n */\nup();', both],
    ['its tags', '/**\n * Says more.\n * @author Jo\n * @description what\n *   and why\n */\nup();', { author: 'Jo', description: 'what\nand why' }],
    ['a tag with a colon', '/** @author: Jo Doe <jo@example.com> */\nup();', { author: 'Jo Doe <jo@example.com>' }],
    ['an at sign elsewhere is none', '// @author Jo\nup();', {}],
    ['below a line for the shell', '#!/usr/bin/env node\n// Author: Jo\nup();', { Author: 'Jo' }],
    ['below the directive of JavaScript', "'use strict';\n\n/* Author: Jo */\nup();", { Author: 'Jo' }],
    ['below both, with comments for tools', '#!/usr/bin/env node\n"use strict"\n/* eslint-disable no-console */\n// @ts-check\n/// <reference types="node" />\n\n/** @type {import("knex").Knex} */\n// Author: Jo\n', { Author: 'Jo' }],
    ['below our own comments', '// farout-guard-disable-file x -- y\n\n/* eslint no-console: 0 */\n// Author: Jo\n', { Author: 'Jo' }],
    ['above the code only', "import a from 'a';\n// Author: Jo\n", null],
    ['the first block only', '// Author: Jo\n\n// Description: x\n', { Author: 'Jo' }],
    ['three slashes', '/// Author: Jo\n', { Author: 'Jo' }],
    ['none', 'up();', null],
  ])('%s', (_, text, expected) => {
    expect(fieldsOf(text)).toEqual(expected);
  }); // prettier-ignore

  test('its fields have their places', () => {
    const text = "'use strict';\n/**\n * Date: 2024-01-31\n * @author Jo\n */\n";
    const { range, fields } = headerOf(text) ?? { range: [0, 0] as const, fields: [] };
    expect([text.slice(...range), ...fields.map((field) => text.slice(...field.range))]).toEqual([
      '/**\n * Date: 2024-01-31\n * @author Jo\n */',
      'Date: 2024-01-31',
      'author Jo',
    ]);
  });

  test.each(['/**', '* @a ', "'use strict';", '#!', '// a:', ' *\n'])('any amount of %j in moderate time', (word) => {
    const text = `${"'use strict'".repeat(20_000)}/**${word.repeat(40_000)}*/`;
    const start = performance.now();
    headerOf(text);
    headerOf(text.slice(240_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

test.each(Object.keys(scriptLayouts) as FrameworkName[])('a new migration of %s begins with its header', (name) => {
  const all = (['ts', 'js'] as const).map((language) => {
    const { files, draft } = makeMigration({
      words: 'add email to users',
      name: null,
      framework: { ...frameworkOf(name), language },
      files: filesInMemory([]),
      now: new Date('2026-01-31T12:00:00Z'),
      author: { name: 'Jo', email: null },
      fields: defaultFields,
      protocol: false,
    });
    return [draft.header.length, headerOf(files[0]?.text ?? '')?.fields.length];
  });
  expect(all).toEqual(all.map(([amount]) => [amount, amount]));
});

describe('a template that is a script', () => {
  const load = async (template: string, text: string) => {
    const root = project({ '.farout-guardrc': `template: ./${template}`, [template]: text });
    const { rules } = resolve(await loadConfig({ cwd: root, stopAt: root }), 'db/1_a.ts');
    return rules.find(({ name }) => name === 'template-header')?.options;
  };

  test('gives its fields', async () => {
    const text = "/**\n * Author: <your name>\n * Ticket:\n */\nimport type { Knex } from 'knex';\n";
    expect(await load('template.ts', text)).toEqual({
      fields: [{ name: 'Author', placeholder: '<your name>' }, { name: 'Ticket' }],
    });
  });

  test('without a header is refused, with the signs of its language', async () => {
    await expect(load('template.mjs', "import 'a';\n// Author: x\n")).rejects.toThrow(
      '"./template.mjs" does not begin with a comment of lines such as "// Author: <your name>"',
    );
  });
});

test.each([
  ['m/1_a.ts', '// Author: <your name>'],
  ['m/1_a.sql', '-- Author: <your name>'],
])('what %s lacks is shown in its language', (path, expected) => {
  const filename = { name: '1_a', version: '1', convention: null, valid: true, duplicates: [] };
  const migration: Migration = { path, text: '', adapter: 'knex', sections: [], undo: { kind: 'missing', expected: 'down()' }, header: null, filename, comments: [], words: () => '', rewrite: () => null, subject: 'migration', history: null, receipt: () => ({ kind: 'missing' }) }; // prettier-ignore
  const [problem] = templateHeader.check(migration, { fields: [{ name: 'Author', placeholder: '<your name>' }] });
  const { message } = findingMaker(migration)(templateHeader, problem!, { name: 'template-header', level: 1, severity: 'warn' });
  expect(message.split('\n')[1]).toBe(expected);
}); // prettier-ignore
