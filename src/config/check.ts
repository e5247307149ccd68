import { Validator, type Schema as ValidatorSchema, type ValidationResult } from '@cfworker/json-schema';
import { explain } from './explain.ts';
import { configError, type Key } from './problem.ts';
import { configSchema, type Schema } from './schema.ts';
import type { UserConfig } from './types.ts';

let checker: { readonly schema: Schema; readonly validator: Validator } | null = null;

/** The value as a configuration; a `UserError` names the first thing wrong with it. `keys` is where the value stands in the file. */
export function checkConfig(value: object, file: string, keys: readonly Key[] = []): UserConfig {
  const { schema, validator } = (checker ??= makeChecker());
  const { valid, errors } = validate(validator, value, file);
  if (valid) return value;
  const { keys: inner, what } = explain(value, schema, errors);
  throw configError(file, what, { keys: [...keys, ...inner] });
}

/** The validator passes on errors as arguments, of which JavaScript takes some hundred thousand. */
function validate(validator: Validator, value: object, file: string): ValidationResult {
  try {
    return validator.validate(value);
  } catch (error) {
    throw error instanceof RangeError ? configError(file, 'too large, and wrong in very many places') : error;
  }
}

function makeChecker(): { readonly schema: Schema; readonly validator: Validator } {
  // The validator writes its notes into the schema, and a rule's schema is also given to others.
  const schema = structuredClone(configSchema());
  return { schema, validator: new Validator(schema as ValidatorSchema, '7') };
}
