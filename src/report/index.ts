import type { Format } from './formats.ts';
import type { Reporter, View } from './reporter.ts';
import { stylish } from './stylish.ts';

/** Makes a reporter for a view. */
export type MakeReporter = (view: View) => Reporter;

/** Only the default is there from the start. */
const loaders: Readonly<Record<Format, () => MakeReporter | Promise<MakeReporter>>> = {
  stylish: () => stylish,
  compact: async () => (await import('./compact.ts')).compact,
  json: async () => (await import('./json.ts')).json,
  github: async () => (await import('./github.ts')).github,
  sarif: async () => (await import('./sarif.ts')).sarif,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  junit: async () => (await import('./junit.ts')).junit,
  checkstyle: async () => (await import('./checkstyle.ts')).checkstyle,
  markdown: async () => (await import('./comment.ts')).comment,
};

/** Loads the reporter of a format. */
export const loadReporter = async (format: Format): Promise<MakeReporter> => loaders[format]();
