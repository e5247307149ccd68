import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { ParseResult } from '@pgsql/types';
import { type ParseMemory, parseMemory } from './parse-memory.ts';

/** PostgreSQL's answer to one text: its tree, or its message with the UTF-16 offset that it blames. */
export type Parsed =
  | { readonly ok: true; readonly tree: ParseResult }
  | { readonly ok: false; readonly message: string; readonly at: number };

/** The tree of PL/pgSQL functions as `plpgsql_to_json` of libpg_query writes it, or PostgreSQL's message. */
export type ParsedPlPgSql =
  { readonly ok: true; readonly tree: unknown } | { readonly ok: false; readonly message: string };

/** The functions of the WebAssembly module, under the short names that its linker gave them. */
interface Exports {
  /** Runs the module's constructors. */
  readonly A: () => void;
  readonly z: WebAssembly.Memory;
  readonly D: WebAssembly.Table;
  /** `malloc`, `free`. */
  readonly C: (size: number) => number;
  readonly E: (pointer: number) => void;
  /** `wasm_parse_query_raw`, `wasm_free_parse_result`, `wasm_parse_plpgsql`, `wasm_free_string`. */
  readonly F: (query: number) => number;
  readonly G: (result: number) => void;
  readonly H: (query: number) => number;
  readonly N: (text: number) => void;
  /** `setThrew`, `emscripten_stack_restore`, `emscripten_stack_get_current`. */
  readonly P: (threw: number, value: number) => void;
  readonly Q: (stack: number) => void;
  readonly R: () => number;
}

const imports = 'a b c d e f g h i j k l m n o p q r s t u v w x y';
const exports = 'z A B C D E F G H I J K L M N O P Q R';
const longjmp = Symbol('longjmp');
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** PostgreSQL's scanner takes quadratic time over a run of plus signs; none that means anything is this long. */
const endlessPlus = '+'.repeat(1000);
let instance: Exports | null = null;
/** A migration's statements are asked for more than once: by its own reading, that of its way back, and the chain behind it. */
let memory: ParseMemory = parseMemory(50_000);
let isLong = false;

/** From now on what was parsed lately is not parsed again: for editors, where most statements are as they were a keystroke before. */
export function rememberParsed(): void {
  if (!isLong) memory = parseMemory(1_000_000);
  isLong = true;
}

/**
 * Parses a text as PostgreSQL 18 does; never throws for what the text holds.
 * The instance is loaded at the first call, synchronously.
 */
export function parse(sql: string): Parsed {
  const known = memory.get(sql);
  if (known) return known;
  const parsed = parseAnew(sql);
  memory.set(sql, parsed);
  return parsed;
}

function parseAnew(sql: string): Parsed {
  const nul = sql.indexOf('\0');
  if (nul >= 0) return { ok: false, message: 'invalid byte sequence: 0x00', at: nul };
  const plus = sql.indexOf(endlessPlus);
  if (plus >= 0) return { ok: false, message: 'operator too long at or near "+++"', at: plus };
  return guarded((wasm) => {
    const query = put(wasm, sql);
    const result = wasm.F(query);
    const [tree = 0, , error = 0] = new Int32Array(wasm.z.buffer, result, 3);
    const answer: Parsed = error
      ? { ok: false, ...readError(wasm, error, sql) }
      : { ok: true, tree: JSON.parse(take(wasm, tree)) as ParseResult };
    wasm.E(query);
    wasm.G(result);
    return answer;
  });
}

/** Parses the bodies of the CREATE FUNCTION and DO statements in a text with PostgreSQL's PL/pgSQL compiler. */
export function parsePlPgSql(sql: string): ParsedPlPgSql {
  return guarded((wasm) => {
    const query = put(wasm, sql);
    const result = wasm.H(query);
    const answer = take(wasm, result);
    wasm.E(query);
    wasm.N(result);
    return answer.startsWith('{')
      ? { ok: true, tree: JSON.parse(answer) as unknown }
      : { ok: false, message: answer, at: 0 };
  });
}

/** Input nested too deeply overflows the stack inside the module: such an instance is thrown away. */
function guarded<T>(call: (wasm: Exports) => T): T | { ok: false; message: string; at: number } {
  try {
    return call((instance ??= load()));
  } catch (error) {
    instance = null;
    if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError)
      return { ok: false, message: 'statement is too deeply nested to be read', at: 0 };
    throw error;
  }
}

/**
 * Instantiates the module of libpg-query without its own asynchronous loader.
 * Node waits at exit for V8's optimising WebAssembly compiler, which costs more than it gains here: the flags keep it off.
 */
function load(): Exports {
  for (const flag of ['--liftoff-only', '--wasm-lazy-validation', '--wasm-tiering-budget=2000000000'])
    setFlagsFromString(flag);
  const file = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');
  const module = new WebAssembly.Module(readFileSync(file));
  const names = (list: readonly { name: string }[]) => list.map((entry) => entry.name).join(' ');
  if (names(WebAssembly.Module.imports(module)) !== imports || names(WebAssembly.Module.exports(module)) !== exports)
    throw new Error(`${file} is not the build of libpg-query that this loader was written for`);
  let wasm: Exports | null = null;
  wasm = new WebAssembly.Instance(module, { a: environment(() => wasm as Exports) }).exports as unknown as Exports;
  wasm.A();
  return wasm;
}

/** What the module asks of its host: setjmp/longjmp, memory growth, and a refusal of everything else. */
function environment(wasm: () => Exports): Record<string, WebAssembly.ImportValue> {
  const nothing = () => 0;
  const refuse = () => {
    throw new WebAssembly.RuntimeError('aborted');
  };
  const invoke =
    (failed: bigint | undefined) =>
    (index: number, ...args: unknown[]): unknown => {
      const stack = wasm().R();
      try {
        return (wasm().D.get(index) as (...args: unknown[]) => unknown)(...args);
      } catch (error) {
        wasm().Q(stack);
        if (error !== longjmp) throw error;
        wasm().P(1, 0);
        return failed;
      }
    };
  const result: Record<string, WebAssembly.ImportValue> = { l: invoke(0n), q: (size: number) => grow(wasm().z, size) };
  for (const name of 'abdefghijkny') result[name] = invoke(undefined);
  for (const name of 'cxmv') result[name] = refuse;
  for (const name of 'worsut') result[name] = nothing;
  result['p'] = () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a jump, not an error: making an Error costs a stack trace
    throw longjmp;
  };
  return result;
}

function grow(memory: WebAssembly.Memory, size: number): number {
  const current = memory.buffer.byteLength;
  const wanted = Math.max(size >>> 0, current * 1.2);
  try {
    memory.grow(Math.ceil((wanted - current) / 65_536));
    return 1;
  } catch {
    return 0;
  }
}

function put(wasm: Exports, text: string): number {
  const room = text.length * 3 + 1;
  const pointer = wasm.C(room);
  const bytes = new Uint8Array(wasm.z.buffer, pointer, room);
  bytes[encoder.encodeInto(text, bytes).written] = 0;
  return pointer;
}

function take(wasm: Exports, pointer: number): string {
  const memory = new Uint8Array(wasm.z.buffer);
  return decoder.decode(memory.subarray(pointer, memory.indexOf(0, pointer)));
}

/** PostgreSQL counts the error's position in characters from 1. */
function readError(wasm: Exports, error: number, sql: string): { message: string; at: number } {
  const fields = new Int32Array(wasm.z.buffer, error, 5);
  return { message: take(wasm, fields[0] ?? 0), at: characterToUtf16(sql, Math.max(0, (fields[4] ?? 0) - 1)) };
}

function characterToUtf16(text: string, characters: number): number {
  let offset = 0;
  for (let left = characters; left > 0 && offset < text.length; left--)
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  return offset;
}
