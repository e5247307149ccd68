import { evaluate } from './evaluate.ts';
import { globals, nodeModule, resolvePath } from './globals.ts';
import { type Machine, placeOf } from './machine.ts';
import { memberOf } from './members.ts';
import { knownString } from './sql.ts';
import { declareAll, runStatement } from './statements.ts';
import { constant } from './string-text.ts';
import { instantiate, isClassValue } from './classes.ts';
import { keyOf, type Node, type NodeOf, rangeOf, type Tree } from './tree.ts';
import {
  builtin,
  type FunctionValue,
  type ObjectValue,
  objectValue,
  type Scope,
  stringValue,
  unknown,
  type Value,
} from './values.ts';
import type { Range } from '../types.ts';

/** A script that has been run from its first line to its last, without its exported functions. */
export interface Module {
  /** What it exports, by name; `default` is what `module.exports =` or `export default` gives. */
  readonly exports: ObjectValue;
  /** The scope of its top level. */
  readonly scope: Scope;
  /** An object of one of its classes. */
  readonly instantiate: (callee: FunctionValue) => ObjectValue;
}

/** Runs the top level of a script. */
export function runModule(machine: Machine, tree: Tree, file: { path: string; text: string; isForeign: boolean }): Module {
  const { path, text, isForeign } = file;
  const imports: Range[] = [];
  const scope: Scope = { variables: new Map(globals()), parent: null, isFunction: true, source: text, path, isForeign, imports }; // prettier-ignore
  const exports = objectValue([]);
  const module = objectValue([['exports', exports]]);
  const place = (value: string) => stringValue([constant(value, [0, 0])], [0, 0]);
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  for (const [name, value] of [['exports', exports], ['module', module], ['this', exports], ['__dirname', place(folder)], ['__filename', place(path)], ['require', requirer(machine, path)]] as const) scope.variables.set(name, value); // prettier-ignore
  for (const node of tree.program.body) {
    if (node.type !== 'ImportDeclaration') continue;
    imports.push(machine.anchor ?? rangeOf(node));
    importNames(machine, node, scope, path);
  }
  for (const node of tree.program.body) hoistDeclared(machine, node, scope);
  for (const node of tree.program.body) runTop(machine, node, scope, exports);
  const create = (callee: FunctionValue) => instantiate(machine, callee, callee.range) as ObjectValue;
  return { exports: exportsOf(module, exports), scope, instantiate: create };
} // prettier-ignore

/** `module.exports = …` takes the place of `exports`; its own properties and its whole are both there. */
function exportsOf(module: ObjectValue, exports: ObjectValue): ObjectValue {
  const whole = module.properties.get('exports');
  if (!whole || whole === exports) return exports;
  const properties = whole.kind === 'object' ? [...whole.properties] : [];
  return objectValue([...exports.properties, ...properties, ['default', whole]]);
}

function hoistDeclared(machine: Machine, node: Node, scope: Scope): void {
  const declared = node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node; // prettier-ignore
  if (declared?.type !== 'FunctionDeclaration' && declared?.type !== 'ClassDeclaration') return;
  if (declared.id) scope.variables.set(declared.id.name, evaluate(machine, declared, scope));
}

function runTop(machine: Machine, node: Node, scope: Scope, exports: ObjectValue): void {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      if (node.declaration) exportDeclared(machine, node.declaration, scope, exports);
      exportNames(machine, node, scope, exports);
      return;
    case 'ExportAllDeclaration':
      exportAll(machine, node, scope, exports);
      return;
    case 'ExportDefaultDeclaration':
      exports.properties.set('default', evaluate(machine, node.declaration, scope));
      return;
    case 'TSExportAssignment':
      exports.properties.set('default', evaluate(machine, node.expression, scope));
      return;
    default:
      runStatement(machine, node, scope);
  }
}

/** `export { a, b as c }`, `export { a } from './x'`. */
function exportNames(machine: Machine, node: NodeOf<'ExportNamedDeclaration'>, scope: Scope, exports: ObjectValue): void {
  const range = placeOf(machine, node);
  const module = node.source ? moduleNamed(machine, node.source.value, scope.path, range) : undefined;
  for (const { local, exported } of node.specifiers) {
    const [from, to] = [keyOf(local, false), keyOf(exported, false)];
    if (from === null || to === null) continue;
    const value = node.source ? module && memberOf(machine, module, from, range, from) : scope.variables.get(from);
    if (value && value.kind !== 'unknown') exports.properties.set(to, value);
  }
} // prettier-ignore

/** `export * from './x'`, `export * as x from './x'`. */
function exportAll(machine: Machine, node: NodeOf<'ExportAllDeclaration'>, scope: Scope, exports: ObjectValue): void {
  const module = moduleNamed(machine, node.source.value, scope.path, placeOf(machine, node));
  if (module?.kind !== 'object' && !node.exported) exports.isOpen = true;
  if (module?.kind !== 'object') return;
  const name = node.exported ? keyOf(node.exported, false) : null;
  if (name !== null) exports.properties.set(name, module);
  else for (const [key, value] of module.properties) if (key !== 'default') exports.properties.set(key, value);
}

function exportDeclared(machine: Machine, node: Node, scope: Scope, exports: ObjectValue): void {
  if (node.type === 'VariableDeclaration') {
    const before = new Set(scope.variables.keys());
    declareAll(machine, node, scope);
    for (const [name, value] of scope.variables) if (!before.has(name)) exports.properties.set(name, value);
    return;
  }
  if (node.type === 'TSEnumDeclaration') runStatement(machine, node, scope);
  if ('id' in node && node.id && 'name' in node.id) {
    const value = scope.variables.get(node.id.name);
    if (value) exports.properties.set(node.id.name, value);
  }
}

function importNames(machine: Machine, node: NodeOf<'ImportDeclaration'>, scope: Scope, path: string): void {
  const module = moduleNamed(machine, node.source.value, path, placeOf(machine, node));
  for (const specifier of node.specifiers) {
    const { name } = specifier.local;
    const range = placeOf(machine, specifier);
    const imported = specifier.type === 'ImportSpecifier' ? keyOf(specifier.imported, false) : specifier.type === 'ImportDefaultSpecifier' ? 'default' : null; // prettier-ignore
    const value = !module ? unknown(name, range) : imported === null ? module : memberOf(machine, module, imported, range, name);
    scope.variables.set(name, value);
  }
} // prettier-ignore

function requirer(machine: Machine, path: string): Value {
  return builtin('require', (call) => {
    const name = knownString(call.argument(0));
    const module = name === null ? undefined : moduleNamed(machine, name, path, call.range);
    if (!module) return call.unknown();
    // `require` of a module with a default export only.
    const whole = module.kind === 'object' ? module.properties.get('default') : undefined;
    return whole && module.kind === 'object' && (module.properties.size === 1 || isClassValue(whole)) ? whole : module;
  }, { resolve: builtin('resolve', (call) => { const name = knownString(call.argument(0)); return name === null ? call.unknown() : stringValue([constant(resolvePath(path, '..', name), call.range)], call.range); }) });
} // prettier-ignore

/** What a module gives: one of Node's, of a framework, or another file of the project. */
function moduleNamed(machine: Machine, name: string, path: string, range: Range): Value | undefined {
  const known = nodeModule(name) ?? machine.world.packageNamed(name);
  if (known || !name.startsWith('.')) return known;
  const outer = machine.anchor;
  machine.anchor = outer ?? range;
  const loaded = machine.load(resolvePath(path, '..', name), machine);
  machine.anchor = outer;
  return loaded ?? undefined;
}
