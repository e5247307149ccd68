import { adapters } from '../migration/adapters/index.ts';
import { readHeader } from '../migration/header.ts';
import { readHistory } from '../migration/history.ts';
import { findIrreversible } from '../migration/irreversible.ts';
import type { ReadSettings } from '../migration/read.ts';
import { ofVersion } from '../migration/versions.ts';
import { receiptFact } from '../receipt/fact.ts';
import { newWorld } from '../sql/lower/lower.ts';
import type { Comment, Files, Migration, Range, Section, SourceFile, Undo } from '../types.ts';
import { type Lowered, lowerSent } from './lower-sent.ts';
import { newOrigins, type Origins } from './origins.ts';
import { rewriteIn } from './rewrite.ts';
import { runScript, type ScriptRun } from './run-script.ts';
import type { Parse } from './tree.ts';

/** Reads migrations that are scripts. */
export type ScriptReader = (source: SourceFile, files: Files, settings: ReadSettings) => Migration;

/** A reader that parses with the given parser. It never fails, whatever the text. */
export function scriptReader(parse: Parse): ScriptReader {
  return (source, files, settings) => readScript(source, files, settings, parse);
}

function readScript(source: SourceFile, files: Files, settings: ReadSettings, parse: Parse): Migration {
  const { path, text, subject = 'migration' } = source;
  const run = runScript(source, files, settings.adapter, parse);
  const name = run.framework?.name ?? 'plain';
  const adapter = adapters[name] ?? adapters['plain'];
  if (!adapter) throw new Error('there is no adapter for files of any kind');
  const identity = adapter.identify(path, files);
  const world = newWorld(settings.postgres);
  const origins = newOrigins();
  const lowered = (sent: ScriptRun['up']) => lowerSent(sent, world, origins, run.transaction);
  const [up, down] = [lowered(run.up), lowered(run.down ?? [])];
  const comments = inOrder([...run.comments, ...up.comments, ...down.comments]);
  const { version, direction } = identity;
  const undo = undoOf(run, down, comments);
  return {
    path,
    text,
    adapter: name,
    sections: sectionsOf(run, up, down),
    undo,
    header: readHeader(text, run.comments, adapter.directive),
    filename: {
      name: identity.name,
      version,
      convention: adapter.convention,
      valid: identity.valid,
      duplicates: ofVersion(path, direction, adapter, files),
    },
    comments,
    words: wordsIn(text, [...up.texts, ...down.texts], origins),
    rewrite: rewriteIn(text, [...up.texts, ...down.texts], origins),
    sent: (range) => origins.statement(range),
    subject,
    history: settings.changes ? readHistory(source, { adapter, isSet: true, files, changes: settings.changes }) : null,
    receipt: () => receiptFact(source, undo, files),
  };
}

function sectionsOf(run: ScriptRun, up: Lowered, down: Lowered): readonly Section[] {
  const { transaction } = run;
  const sections: Section[] = [{ direction: 'up', range: run.upRange, transaction, statements: up.statements }];
  if (run.down && run.downRange) sections.push({ direction: 'down', range: run.downRange, transaction, statements: down.statements }); // prettier-ignore
  return sections;
}

/** A way back that only throws is none. */
function undoOf(run: ScriptRun, down: Lowered, comments: readonly Comment[]): Undo {
  const declared = findIrreversible(comments);
  if (declared) return declared;
  if (run.isDead) return { kind: 'itself' };
  if (run.down && !run.downThrows) return { kind: 'section', statements: down.statements };
  return { kind: run.undoes ? 'missing' : 'unsupported', expected: run.undoes ? 'down()' : '' };
}

/** The SQL at a range of the script; at one that nobody noted, of what is sent there the text that reaches least far around it. */
function wordsIn(text: string, texts: Lowered['texts'], origins: Origins): Migration['words'] {
  return (range) => {
    const known = origins.words(range);
    if (known !== undefined) return known;
    const around = texts.filter((each) => each.range[0] <= range[0] && each.range[1] >= range[1]);
    const [nearest] = around.toSorted((a, b) => lengthOf(a.range) - lengthOf(b.range));
    const inside = nearest?.mapped.map.toText(range);
    return nearest && inside ? nearest.mapped.text.slice(...inside) : text.slice(...range);
  };
}

const lengthOf = ([start, end]: Range) => end - start;

/** Comments of the script and of the SQL in it; one that is read twice counts once. */
function inOrder(comments: readonly Comment[]): readonly Comment[] {
  const unique = new Map(comments.map((comment) => [comment.range.join(), comment]));
  return [...unique.values()].sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
}
