import { Buffer } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** Emscripten's file system, as far as it is used here (https://emscripten.org/docs/api_reference/Filesystem-API.html). */
export interface FileSystem {
  readdir(path: string): readonly string[];
  stat(path: string): { readonly mode: number; readonly size: number };
  isDir(mode: number): boolean;
  analyzePath(path: string): { readonly exists: boolean };
  mkdirTree(path: string): void;
  lookupPath(path: string, options: object): { readonly node: object };
}

/**
 * A file of Emscripten's memory file system: its bytes are the first `usedBytes` of `contents`
 * (https://github.com/emscripten-core/emscripten, src/lib/libmemfs.js).
 */
interface FileNode {
  usedBytes: number;
  contents: Uint8Array | null;
  /** Of a file that was not asked for yet: its bytes. */
  [unread]?: (() => Uint8Array) | null;
}

/** A folder of it. */
interface FolderNode {
  readonly node_ops: {
    /** Makes a file or, as the mode says, a folder. */
    mknod(parent: FolderNode, name: string, mode: number, device: number): object;
  };
}

const unread = Symbol('unread');

/** A file or folder of an image; `size` in bytes, null for a folder. */
interface Entry {
  readonly path: string;
  readonly mode: number;
  readonly size: number | null;
}

/** A folder of a file system, written to a file: four bytes with the length of a list of entries, the list as JSON, all contents. */
export interface Image {
  /** Makes the folder anew at a path: what is in a file is read when it is asked for. */
  mount(files: FileSystem, root: string): void;
  close(): void;
}

/** Writes the folder `root` to a new file. */
export function writeImage(files: FileSystem, root: string, path: string): void {
  const entries = [...entriesIn(files, root, '')];
  const list = Buffer.from(JSON.stringify(entries));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(list.length);
  const target = openSync(path, 'wx');
  try {
    writeAll(target, head);
    writeAll(target, list);
    for (const { path: name, size } of entries)
      if (size !== null) writeAll(target, contentOf(files, `${root}/${name}`));
  } finally {
    closeSync(target);
  }
}

/** Opens an image; one that is damaged is an `Error`. */
export function openImage(path: string): Image {
  const file = openSync(path, 'r');
  try {
    const { entries, start } = readList(file, path);
    return { mount: (files, root) => mount(entries, start, { files, root, file }), close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function* entriesIn(files: FileSystem, root: string, folder: string): Generator<Entry> {
  for (const name of files.readdir(`${root}/${folder}`)) {
    if (name === '.' || name === '..') continue;
    const path = `${folder}${name}`;
    const { mode, size } = files.stat(`${root}/${path}`);
    const isFolder = files.isDir(mode);
    yield { path, mode, size: isFolder ? null : size };
    if (isFolder) yield* entriesIn(files, root, `${path}/`);
  }
}

function readList(file: number, path: string): { readonly entries: readonly Entry[]; readonly start: number } {
  const length = new DataView(readAt(file, 0, 4).buffer).getUint32(0, true);
  const start = 4 + length;
  const { size: whole } = fstatSync(file);
  if (start > whole) throw new Error(`${path}: is no image`);
  const entries = JSON.parse(new TextDecoder().decode(readAt(file, 4, length))) as readonly Entry[];
  const size = entries.reduce((sum, entry) => sum + (entry.size ?? 0), start);
  if (size !== whole) throw new Error(`${path}: has ${whole} bytes of ${size}`);
  return { entries, start };
}

interface Place {
  readonly files: FileSystem;
  readonly root: string;
  readonly file: number;
}

/** Each is made in the folder that is known already: to look for it by its path takes most of the time. */
function mount(entries: readonly Entry[], start: number, { files, root, file }: Place): void {
  if (!files.analyzePath(root).exists) files.mkdirTree(root);
  const folders = new Map([['', files.lookupPath(root, {}).node as FolderNode]]);
  let position = start;
  for (const { path, mode, size } of entries) {
    const at = path.lastIndexOf('/');
    const folder = folders.get(path.slice(0, Math.max(at, 0)));
    if (!folder) throw new Error(`the image has no folder for ${path}`);
    const node = folder.node_ops.mknod(folder, path.slice(at + 1), mode, 0);
    if (size === null) folders.set(path, node as FolderNode);
    else {
      const from = position;
      readLater(node as FileNode, size, () => readAt(file, from, size));
      position += size;
    }
  }
}

/** Most files of a database are never asked for, and to have memory for all of them takes longer than all else. */
function readLater(node: FileNode, size: number, read: () => Uint8Array): void {
  if (!('usedBytes' in node && 'contents' in node)) throw new Error('this version of PGlite keeps its files in another way');
  const settle = (value: Uint8Array | null) => {
    node[unread] = null;
    Object.defineProperty(node, 'contents', { value, writable: true, configurable: true, enumerable: true });
    return value;
  };
  node.usedBytes = size;
  node[unread] = read;
  Object.defineProperty(node, 'contents', { get: () => settle(read()), set: settle, configurable: true, enumerable: true });
} // prettier-ignore

function contentOf(files: FileSystem, path: string): Uint8Array {
  const node = files.lookupPath(path, {}).node as FileNode;
  return node[unread]?.() ?? node.contents?.subarray(0, node.usedBytes) ?? new Uint8Array();
}

/** Bytes of a file; where it ends too early, an `Error`. */
function readAt(file: number, position: number, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let done = 0;
  while (done < size) {
    const read = readSync(file, bytes, done, size - done, position + done);
    if (read === 0) throw new Error(`ends after ${position + done} bytes`);
    done += read;
  }
  return bytes;
}

function writeAll(file: number, bytes: Uint8Array): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
}
