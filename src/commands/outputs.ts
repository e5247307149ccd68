import { resolve } from 'node:path';
import { repositoryRoot } from '../config/find.ts';
import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { hint } from '../nearest.ts';
import type { Process } from '../process.ts';
import { formats, isFormat, type Format } from '../report/formats.ts';
import { loadReporter } from '../report/index.ts';
import { paintFor } from '../report/paint.ts';
import type { FileResult, Reporter, Tally, View } from '../report/reporter.ts';
import { openSink, type Sink } from '../report/sink.ts';
import { withoutCommands } from '../report/without-commands.ts';

/** A report that is asked for; without a file it goes to standard output. */
export interface OutputOption {
  readonly format: Format;
  readonly file: string | null;
}

/** Reads the values of `--format`, such as `sarif:out.sarif`; `--output-file` is for the one that names no file. */
export function readOutputs(
  values: readonly string[],
  outputFile: string | null,
  preset: Format = 'stylish',
): readonly OutputOption[] {
  const outputs = (values.length === 0 ? [preset] : values).map(readOutput);
  const open = outputs.filter(({ file }) => file === null);
  if (outputFile !== null && open.length !== 1)
    throw new UserError(`--output-file ${outputFile}: one --format must be without a file of its own`);
  if (outputFile !== null) return outputs.map(({ format, file }) => ({ format, file: file ?? outputFile }));
  const reports = open.filter(({ format }) => format !== 'github');
  const isMixed = reports.length < open.length && !reports.every(isForPeople);
  if (reports.length > 1 || isMixed) throw bothToStandardOutput(reports.at(-1)?.format);
  return outputs;
}

function readOutput(value: string): OutputOption {
  const colon = value.indexOf(':');
  const format = colon < 0 ? value : value.slice(0, colon);
  if (!isFormat(format))
    throw new UserError(`--format ${value}: must be one of ${formats.join(', ')}.${hint(format, formats)}`);
  const file = colon < 0 ? null : value.slice(colon + 1);
  if (file === '') throw new UserError(`--format ${value}: name a file after the colon, or leave the colon out`);
  return { format, file };
}

const bothToStandardOutput = (format = '') =>
  new UserError(
    `--format ${format}: only one report fits on standard output. Give it a file: --format ${format}:<file>`,
  );

const isForPeople = ({ format }: OutputOption) => format === 'stylish' || format === 'compact';

/** All reports of a run, written to as one. */
export interface Outputs {
  file(result: FileResult): void;
  end(tally: Tally, milliseconds: number): void;
}

/** How the reports look and which project they are of. */
type Look = { readonly colour: boolean | null } & Pick<Config, 'root'>;

interface Opened {
  readonly reporter: Reporter;
  readonly sink: Sink;
}

/** Opens the reports; a file is written as a whole at the end. In GitHub Actions a report for people gets annotations. */
export async function openOutputs(options: readonly OutputOption[], look: Look, process: Process): Promise<Outputs> {
  refuseSharedFiles(options, process.cwd());
  const wanted = isOnGitHub(process) ? withAnnotations(options) : options;
  const opened = await Promise.all(wanted.map((option) => open(option, look, process)));
  return {
    file(result) {
      for (const { reporter, sink } of opened) sink.write(reporter.file(result));
    },
    end(tally, milliseconds) {
      const errors = opened.flatMap((output) => errorsOf(() => close(output, tally, milliseconds)));
      if (errors.length > 0) throw errors[0];
    },
  };
}

function close({ reporter, sink }: Opened, tally: Tally, milliseconds: number): void {
  sink.write(reporter.end(tally, milliseconds));
  sink.close();
}

/** What was thrown, so that one report that cannot be written keeps no other from being written. */
function errorsOf(act: () => void): readonly unknown[] {
  try {
    act();
    return [];
  } catch (error) {
    return [error];
  }
}

function refuseSharedFiles(options: readonly OutputOption[], cwd: string): void {
  const files = options.flatMap(({ file }) => (file === null ? [] : [resolve(cwd, file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UserError(`--format: two reports would go to ${twice}`);
}

/** Annotations come after the report that they go with. */
function withAnnotations(options: readonly OutputOption[]): readonly OutputOption[] {
  const open = ({ format, file }: OutputOption) => format === 'github' && file === null;
  const shown = options.some((option) => option.file === null && isForPeople(option));
  if (!shown || options.some(({ format }) => format === 'github'))
    return [...options].sort((a, b) => Number(open(a)) - Number(open(b)));
  return [...options, { format: 'github', file: null }];
}

const isOnGitHub = ({ env }: Process) => env['GITHUB_ACTIONS'] === 'true';

async function open(option: OutputOption, look: Look, process: Process): Promise<Opened> {
  const { format, file } = option;
  const view = viewOf(file, look, process);
  const reporter = (await loadReporter(format))(view);
  const isRead = view.onGitHub && file === null && isForPeople(option);
  return {
    reporter: isRead ? withoutCommands(reporter) : reporter,
    sink: openSink(file, view.cwd, process.stdout),
  };
}

function viewOf(file: string | null, { colour, root }: Look, process: Process): View {
  const { stdout, env } = process;
  const isTerminal = file === null && stdout.isTTY === true;
  const paint = paintFor(isTerminal, env, colour);
  const width = isTerminal ? Math.min(Math.max(40, (stdout.columns ?? 80) - 10), 160) : 100;
  const top = repositoryRoot(root) ?? root;
  const onGitHub = isOnGitHub(process);
  return { root, cwd: process.cwd(), top, onGitHub, paint, links: isTerminal && paint.isColorSupported, width };
}
