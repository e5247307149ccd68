import type { Output } from '../process.ts';

/** A line on a terminal that says how far a long run is. */
export interface Progress {
  show(done: number): void;
  /** Takes the line away, before other text is written. */
  clear(): void;
}

const patience = 1000;
const interval = 100;
const clearLine = '\r\u001b[2K';

/** Progress on an output: silent unless that is a terminal, and for the first second. */
export function progressOn(output: Output, amount: number): Progress {
  if (output.isTTY !== true) return { show() {}, clear() {} };
  let next = performance.now() + patience;
  let visible = false;
  return {
    show(done) {
      const now = performance.now();
      if (now < next) return;
      output.write(`${clearLine}${done} of ${amount} files`);
      next = now + interval;
      visible = true;
    },
    clear() {
      if (visible) output.write(clearLine);
      visible = false;
    },
  };
}
