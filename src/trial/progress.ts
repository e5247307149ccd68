import type { Output } from '../process.ts';

const clearLine = '\r\u001b[2K';
const width = 24;

/** A bar on a terminal that says how far the migrations before have come. */
export function trialProgress(output: Output): { show(done: number, of: number): void; clear(): void } {
  let visible = false;
  return {
    show(done, of) {
      if (output.isTTY !== true || of < 2) return;
      const filled = Math.round((done / of) * width);
      output.write(`${clearLine}${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${of} migrations before it`);
      visible = true;
    },
    clear() {
      if (visible) output.write(clearLine);
      visible = false;
    },
  };
} // prettier-ignore
