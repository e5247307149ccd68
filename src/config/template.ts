import { dirname, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/disk.ts';
import { readHeader } from '../migration/header.ts';
import { scriptTokens } from '../migration/script-tokens.ts';
import { split } from '../sql/split.ts';
import { isScript } from './defaults.ts';
import type { Layer } from './merge.ts';
import { configError } from './problem.ts';
import type { ConfigFile } from './read-file.ts';
import type { UserConfig } from './types.ts';

interface Field {
  readonly name: string;
  readonly placeholder?: string;
}

/** The options that make `template-header` ask for the fields of the configuration's template, if it names one. */
export function templateOptions({ template }: UserConfig, file: ConfigFile): Pick<Layer, 'options'> {
  if (template === undefined) return {};
  const fields = fieldsOf(readTemplate(template, file), isScript(template));
  if (fields.length === 0) {
    throw fault(
      file,
      `"${template}" does not begin with a comment of lines such as "${isScript(template) ? '//' : '--'} Author: <your name>"`,
    );
  }
  return { options: { 'template-header': { fields: fields.map(complete) } } };
}

function readTemplate(template: string, file: ConfigFile): string {
  try {
    return readText(resolve(dirname(file.path), template), template);
  } catch (error) {
    throw error instanceof UserError ? fault(file, error.message) : error;
  }
}

function fault(file: ConfigFile, what: string): UserError {
  return configError(file.name, what, { keys: [...file.keys, 'template'] });
}

/** The `Name: placeholder` lines of the comments that a text begins with. */
function fieldsOf(text: string, isProgram: boolean): readonly Field[] {
  const { comments } = isProgram ? scriptTokens(text) : split(text);
  const fields = readHeader(text, comments, null)?.fields ?? [];
  return fields.map(({ name, value }) => (value === '' ? { name } : { name, placeholder: value }));
}

/** A field with what the rule's own field of that name has besides, such as its pattern. */
function complete(field: Field): Field {
  const { fields = [] } = rules['template-header']?.defaults as { fields?: readonly Field[] };
  return { ...fields.find(({ name }) => name.toLowerCase() === field.name.toLowerCase()), ...field };
}
