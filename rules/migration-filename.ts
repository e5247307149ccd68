import { isScript } from '../src/config/defaults.ts';
import { UserError } from '../src/errors.ts';
import { listNames } from '../src/name-list.ts';
import type { Problem } from '../src/rule.ts';
import { defineRule } from '../src/rule.ts';
import type { Filename } from '../src/types.ts';
import { impossiblePart } from '../src/version-date.ts';

interface Options {
  /** `framework`: what the detected framework uses; `protocol`: `YYYYMMDD_HHMMSS_description`; else a regular expression. */
  readonly convention: string;
}

type Id = 'convention' | 'date' | 'duplicate';

const defaults: Options = { convention: 'framework' };
const protocol = /^\d{8}_\d{6}_[a-z0-9]+(?:_[a-z0-9]+)*$/;

export default defineRule({
  description: 'Require file names that follow one convention and order migrations without doubt',
  level: 1,
  messages: {
    convention: 'The name "{{name}}" does not follow the convention {{convention}}, so it may run late or never.',
    date: 'The name begins with "{{version}}", but there is no such {{part}}; another tool may order it differently.',
    duplicate: 'Version {{version}} is also that of {{others}}, so their order is left to chance or to the alphabet.',
  },
  schema: {
    type: 'object',
    properties: { convention: { type: 'string', minLength: 1 } },
    additionalProperties: false,
  },
  defaults,
  *check({ path, filename, undo, history }, { convention }) {
    // The way back of another migration has that migration's name.
    if (undo.kind === 'itself') return;
    const broken = brokenConvention({ ...filename, convention: inLanguage(path, filename.convention) }, convention);
    if (broken !== null) yield problem('convention', { name: filename.name, convention: broken });
    const { version, duplicates } = filename;
    if (version === null) return;
    const part = impossiblePart(version);
    if (part !== null) yield problem('date', { version, part });
    // Of a change, migration-order says it.
    if (duplicates.length > 0 && !history) yield problem('duplicate', { version, others: listNames(duplicates) });
  },
});

function problem(messageId: Id, data: Readonly<Record<string, string>>): Problem<Id> {
  return { messageId, range: [0, 0], data };
}

/** A framework's convention with the extension of this script, where it runs several languages. */
function inLanguage(path: string, words: string | null): string | null {
  if (!isScript(path) || words === null) return words;
  return words.replace(/\.(?:sql|[jt]s)(?: or \S+)?$/, path.slice(path.lastIndexOf('.')));
}

/** The convention in words when the name breaks it, else null. */
function brokenConvention({ name, valid, convention: words }: Filename, convention: string): string | null {
  if (convention === 'framework') return valid ? null : (words ?? 'of its framework');
  if (convention === 'protocol') return protocol.test(name) ? null : 'YYYYMMDD_HHMMSS_description';
  return expression(convention).test(name) ? null : convention;
}

function expression(convention: string): RegExp {
  try {
    return new RegExp(convention, 'u');
  } catch {
    throw new UserError(`migration-filename: convention is no regular expression: ${convention}`);
  }
}
