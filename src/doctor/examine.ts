import { relative } from 'node:path';
import { toPath } from '../files/path.ts';
import { survey } from '../init/survey.ts';
import { within } from '../migration/path.ts';
import type { Process } from '../process.ts';
import { skipped, type Check } from './check.ts';
import { checkEditor } from './editor-check.ts';
import { checkHooks } from './hook-checks.ts';
import { checkPipeline } from './pipeline-check.ts';
import { proveHook } from './proof.ts';
import { checkSettings, checkVersions } from './setting-checks.ts';

/** Examines the repository around the working folder; each check comes as soon as it is done. Only a throw-away copy is written. */
export async function* examine(process: Process, withProof: boolean): AsyncGenerator<Check> {
  const seen = await survey(process);
  yield* await checkVersions(seen, process);
  const { checks, config, place, samples } = await checkSettings(seen, process);
  yield* checks;
  yield* checkHooks(seen);
  yield checkPipeline(seen.files);
  if (config !== null) yield* checkEditor({ survey: seen, config, samples }, process);
  if (!withProof || config === null) return;
  if (place === null) {
    const detail = 'no path is known at which the configuration would see a new migration';
    yield skipped('proof', detail, null);
  } else {
    const path = within(toPath(relative(seen.top, config.root)), place);
    yield* await proveHook({ survey: seen, config, path }, process);
  }
}
