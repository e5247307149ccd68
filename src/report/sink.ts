import { resolve } from 'node:path';
import { writeWhole } from '../files/write.ts';
import type { Output } from '../process.ts';

/** Where a report goes. */
export interface Sink {
  write(text: string): void;
  close(): void;
}

/** A pipe is written to in pieces of this many UTF-16 units, a terminal at once. */
const pieceSize = 16_384;

/** A file, which is written as a whole at the end, or an output. */
export function openSink(file: string | null, cwd: string, output: Output): Sink {
  const atOnce = file === null && output.isTTY === true;
  let pieces: string[] = [];
  let size = 0;
  const flush = () => {
    if (size > 0) output.write(pieces.join(''));
    pieces = [];
    size = 0;
  };
  return {
    write(text) {
      pieces.push(text);
      size += text.length;
      if (file === null && (atOnce || size >= pieceSize)) flush();
    },
    close() {
      if (file === null) flush();
      else writeWhole(resolve(cwd, file), pieces.join(''));
    },
  };
}
