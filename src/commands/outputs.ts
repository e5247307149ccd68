import type { Config } from '../config/types.ts';
import { UserError } from '../errors.ts';
import { hint } from '../nearest.ts';
import type { Process } from '../process.ts';
import { reporters, type Format } from '../report/index.ts';
import { paintFor } from '../report/paint.ts';
import type { FileResult, Tally, View } from '../report/reporter.ts';
import { openSink } from '../report/sink.ts';

/** A report that is asked for; without a file it goes to standard output. */
export interface OutputOption {
  readonly format: Format;
  readonly file: string | null;
}

/** Reads the values of `--format`, such as `sarif:out.sarif`; `--output-file` is for the one that names no file. */
export function readOutputs(values: readonly string[], outputFile: string | null): readonly OutputOption[] {
  const outputs = (values.length === 0 ? ['stylish'] : values).map(readOutput);
  const open = outputs.filter(({ file }) => file === null);
  if (outputFile !== null && open.length !== 1)
    throw new UserError(`--output-file ${outputFile}: one --format must be without a file of its own`);
  const files = outputs.flatMap(({ file }) => file ?? outputFile ?? []);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) throw new UserError(`--format: two reports would go to ${twice}`);
  return outputs.map(({ format, file }) => ({ format, file: file ?? outputFile }));
}

function readOutput(value: string): OutputOption {
  const [, format = '', file = null] = /^([^:]*)(?::(.+))?$/s.exec(value) ?? [];
  const names = Object.keys(reporters);
  if (!isFormat(format))
    throw new UserError(`--format ${value}: must be one of ${names.join(', ')}.${hint(format, names)}`);
  return { format, file };
}

const isFormat = (name: string): name is Format => Object.hasOwn(reporters, name);

/** All reports of a run, written to as one. */
export interface Outputs {
  file(result: FileResult): void;
  end(tally: Tally, milliseconds: number): void;
}

/** Opens the reports; a file is written as a whole at the end. */
export function openOutputs(
  options: readonly OutputOption[],
  { colour, root }: { colour: boolean | null } & Pick<Config, 'root'>,
  process: Process,
): Outputs {
  const opened = options.map(({ format, file }) => {
    const view = viewOf(file, colour, root, process);
    return { reporter: reporters[format](view), sink: openSink(file, view.cwd, process.stdout) };
  });
  return {
    file(result) {
      for (const { reporter, sink } of opened) sink.write(reporter.file(result));
    },
    end(tally, milliseconds) {
      for (const { reporter, sink } of opened) {
        sink.write(reporter.end(tally, milliseconds));
        sink.close();
      }
    },
  };
}

function viewOf(file: string | null, colour: boolean | null, root: string, process: Process): View {
  const { stdout, env } = process;
  const isTerminal = file === null && stdout.isTTY === true;
  const paint = paintFor(isTerminal, env, colour);
  const width = isTerminal ? Math.min(Math.max(40, (stdout.columns ?? 80) - 10), 160) : 100;
  return { root, cwd: process.cwd(), paint, links: isTerminal && paint.isColorSupported, width };
}
