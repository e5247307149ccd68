import type { CreateFunctionStmt, DefElem, DoStmt, Node } from '@pgsql/types';
import type { Context, Operation } from '../../operation.ts';
import { compose, type MappedText } from '../position-map.ts';
import { decodeString } from '../tokens.ts';
import { createFunction } from './create.ts';
import { base, deepest, findWord, type Frame, newFrame, plain, tokenAtByte, whole } from './frame.ts';
import { lowerText } from './lower.ts';
import { nameOf, strings } from './names.ts';
import { runPlPgSql } from './plpgsql.ts';
import { lowerQuery } from './query.ts';

/** A function's body does not run when it is created: it is read when something asks for it. */
export function defineFunction(node: CreateFunctionStmt, frame: Frame): Operation[] {
  let body: readonly Operation[] | null = null;
  // What two calls of one function do is one thing done: without this, calls of calls grow without bound.
  const read = () => (body ??= [...new Set(readBody(node, frame))]);
  frame.world.functions.set(nameOf(strings(node.funcname)).name, read);
  return createFunction(node, frame, []).map((operation) => ({
    ...operation,
    get body() {
      return read();
    },
  }));
}

function readBody(node: CreateFunctionStmt, frame: Frame): readonly Operation[] {
  const inner = newFrame(frame.source, { ...plain, place: 'function' }, frame.world);
  if (node.sql_body) return lowerQuery(node.sql_body, inner);
  const options = elements(node.options);
  const language = textOf(options, 'language').toLowerCase();
  const body = bodyOf(options, frame);
  if (!body) return [];
  if (language === 'plpgsql') return runPlPgSql(frame, body, inner.context);
  return language === 'sql' ? lowerText(compose(frame.source, body), inner.context, frame.world) : [];
}

/** DO runs its body at once; PL/pgSQL is the default. Other languages cannot be read. */
export function runBlock(node: DoStmt, frame: Frame): Operation[] {
  const options = elements(node.args);
  const language = textOf(options, 'language').toLowerCase() || 'plpgsql';
  const body = bodyOf(options, frame);
  const context: Context = { ...frame.context, place: frame.context.place === 'plain' ? 'do' : frame.context.place };
  if (frame.world.depth >= deepest)
    return [{ kind: 'unverifiable', ...base(frame, whole(frame), 'unneeded'), what: 'DO in DO, again and again,' }];
  const inner = newFrame(frame.source, context, { ...frame.world, depth: frame.world.depth + 1 });
  if (language === 'plpgsql' && body) return runPlPgSql(inner, body, context);
  return [{ kind: 'unverifiable', ...base(frame, whole(frame), 'unneeded'), what: `DO in ${language}` }];
}

function elements(nodes: readonly Node[] | undefined): DefElem[] {
  return (nodes ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
}

function textOf(options: readonly DefElem[], name: string): string {
  const found = options.find((option) => option.defname === name)?.arg;
  return found ? (strings([found])[0] ?? '') : '';
}

/** The body's text, with its place in the statement. */
function bodyOf(options: readonly DefElem[], frame: Frame): MappedText | null {
  const option = options.find((element) => element.defname === 'as');
  if (!option) return null;
  const from = option.location === undefined ? Math.max(0, findWord(frame, ['AS', 'DO'])) : tokenAtByte(frame, option.location); // prettier-ignore
  const token = frame.tokens.slice(from).find(({ kind }) => kind === 'string');
  return token ? decodeString(frame.source.text, token) : null;
}
