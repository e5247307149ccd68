import { join, resolve } from 'node:path';
import type { Arguments } from '../commands/command.ts';
import { openOutputs } from '../commands/outputs.ts';
import { loadConfig } from '../config/load.ts';
import type { Config } from '../config/types.ts';
import type { Process } from '../process.ts';
import { addToTally, emptyTally } from '../report/tally.ts';
import { fromFor, requirePackage } from '../trial/open-engine.ts';
import { execute } from './execute.ts';
import { listen } from './interruption.ts';
import { blockers, judge, pathsBelow, type Judged } from './judge.ts';
import { readExecOptions, type ExecOptions } from './options.ts';
import { recorder, refusalEntry, type Record } from './record.ts';
import { linesOf } from './words.ts';

/** Runs migrations on a database, when nothing speaks against them; answers the exit code. */
export async function runExec(args: Arguments, process: Process): Promise<number> {
  const options = readExecOptions(args);
  const cwd = process.cwd();
  const config = await loadConfig({ cwd, ...(options.config === null ? {} : { file: options.config }) });
  const paths = pathsBelow(options.files, config.root, cwd);
  const judged = await judge(paths, config, process);
  const record = options.isDry ? silent : await recorder(config.root, process);
  const refused = await refuse(judged, options, config, { process, record });
  if (refused !== null) return refused;
  const project = join(config.root, 'package.json');
  requirePackage('pg', project, 'a server is spoken to with it');
  const interruption = listen(process);
  try {
    const backup = options.backup === null ? null : resolve(cwd, options.backup);
    return await execute(judged, { ...options, backup, from: fromFor('pg', project) }, { process, record, interruption });
  } finally {
    interruption.end();
  }
} // prettier-ignore

const silent: Record = async () => true;

interface Around {
  readonly process: Process;
  readonly record: Record;
}

/** The exit code where something speaks against one of them: then none is run. */
async function refuse(judged: readonly Judged[], { colour }: ExecOptions, { root }: Config, { process, record }: Around): Promise<number | null> {
  const isBroken = judged.some(({ result }) => result.kind === 'failed');
  const isBlocked = judged.some((each) => blockers(each).length > 0);
  const refusals = judged.flatMap(({ source, refusal }) => (refusal === null ? [] : [`${source.path}: ${refusal}`]));
  if (isBroken || isBlocked) {
    const outputs = await openOutputs([{ format: 'stylish', file: null }], { colour, root }, process);
    const results = judged.map(({ result }) => result).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    for (const result of results) outputs.file(result);
    outputs.end(results.reduce(addToTally, emptyTally), 0);
  }
  if (!isBroken && !isBlocked && refusals.length === 0) return null;
  process.stderr.write(linesOf([...refusals, 'nothing was run'].map((line) => `farout-guard: ${line}`)));
  for (const each of judged) {
    const destructive = blockers(each).filter(({ level }) => level === 3);
    if (destructive.length > 0) await record('refused', each.source.path, refusalEntry(destructive));
  }
  return isBroken ? 2 : 1;
} // prettier-ignore
