/** The part of the WebAssembly API that the grammar's loader uses; TypeScript ships it only with the browser's types. */
declare namespace WebAssembly {
  type ImportValue = (...args: never[]) => unknown;
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): { name: string }[];
    static exports(module: Module): { name: string }[];
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, ImportValue>>);
    readonly exports: Record<string, unknown>;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Table {
    get(index: number): unknown;
  }
  class RuntimeError extends Error {}
}
