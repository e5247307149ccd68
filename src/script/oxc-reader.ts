import { parse } from './parse.ts';
import { scriptReader } from './read-script.ts';

export { parse };

/** The reader of scripts that needs nothing of the project: it parses with oxc. */
export const reader = scriptReader(parse);
