import { resolve } from 'node:path';
import type { Arguments } from '../commands/command.ts';
import { exitCodeOf } from '../commands/exit-codes.ts';
import { wholeNumber } from '../commands/lint-options.ts';
import { openOutputs, readOutputs, type OutputOption } from '../commands/outputs.ts';
import { UserError } from '../errors.ts';
import { readText } from '../files/disk.ts';
import { printable } from '../files/path.ts';
import type { Process } from '../process.ts';
import { openSink } from '../report/sink.ts';
import { addToTally, emptyTally } from '../report/tally.ts';
import type { Tally } from '../report/reporter.ts';
import { joinResults } from './join-results.ts';
import { joinSarif } from './join-sarif.ts';
import { readJsonReport, type JsonReport } from './json-report.ts';
import { readSarifReport, type SarifReport } from './sarif-report.ts';
import { shape } from './shape.ts';

type Report = JsonReport | SarifReport;

/** Joins the reports that the arguments name, writes the outcome and answers the exit code of one run over all. */
export async function merge({ operands, options }: Arguments, process: Process): Promise<number> {
  const last = (name: string) => options.get(name)?.at(-1) ?? null;
  const shards = last('shards');
  if (shards !== null && wholeNumber('--shards', shards, 1) !== operands.length)
    throw new UserError(`--shards ${shards}: ${operands.length} reports are given. Did every shard write its report?`);
  const most = last('max-warnings');
  const maxWarnings = most === null ? Infinity : wholeNumber('--max-warnings', most, 0);
  const reports = operands.map((file) => readReport(file, process.cwd()));
  const outputs = readOutputs(options.get('format') ?? [], last('output-file'), reports[0]?.kind);
  const colour = options.has('no-color') ? false : options.has('color') ? true : null;
  const sarif = reports.filter((report) => report.kind === 'sarif');
  const json = reports.filter((report) => report.kind === 'json');
  if (json.length > 0 && sarif.length > 0)
    throw new UserError('some reports are JSON and others SARIF: join reports of one format');
  const tally =
    json.length > 0 ? await writeJson(json, { outputs, colour }, process) : writeSarif(sarif, outputs, process);
  return exitCodeOf(tally, maxWarnings, process);
}

interface Look {
  readonly outputs: readonly OutputOption[];
  readonly colour: boolean | null;
}

async function writeJson(reports: readonly JsonReport[], { outputs, colour }: Look, process: Process): Promise<Tally> {
  const started = performance.now();
  const root = reports.find((report) => report.root !== null)?.root ?? process.cwd();
  const results = joinResults(reports.flatMap((report) => report.results));
  const opened = await openOutputs(outputs, { colour, root }, process);
  for (const result of results) opened.file(result);
  const tally = results.reduce(addToTally, emptyTally);
  opened.end(tally, performance.now() - started);
  return tally;
}

function readReport(file: string, cwd: string): Report {
  const name = printable(file);
  const value = parse(readText(resolve(cwd, file), file), name);
  if (Array.isArray(value)) return readJsonReport(shape({ files: value }, mistake(name, 'json')));
  const report = shape(value, mistake(name, 'sarif'));
  if (report.has('runs')) return readSarifReport(report);
  throw new UserError(`${name}: is no report: give what lint wrote with --format json or --format sarif`);
}

const mistake = (name: string, format: string) => (at: string) =>
  new UserError(
    `${name}: is no report of farout-guard lint --format ${format}: ${at} is missing or not as it writes it`,
  );

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${name}: is no whole JSON (${reason}): did its run end early?`, { cause: error });
  }
}

function writeSarif(reports: readonly SarifReport[], outputs: readonly OutputOption[], process: Process): Tally {
  const other = outputs.find(({ format }) => format !== 'sarif');
  if (other) throw new UserError(`--format ${other.format}: SARIF reports give SARIF only. Join JSON reports instead.`);
  const { text, tally } = joinSarif(reports);
  for (const { file } of outputs) {
    const sink = openSink(file, process.cwd(), process.stdout);
    sink.write(text);
    sink.close();
  }
  return tally;
}
