import type { Process, Signal } from '../process.ts';
import { stop } from './stop.ts';

/** A person at a terminal. */
export interface Terminal {
  say(text: string): void;
  /** One line, as it was typed; where there is none, or a signal came, a `Stop` is thrown. */
  ask(question: string): Promise<string>;
  /** Waits for something that takes time, but no longer than the person does. */
  during<Value>(work: Promise<Value>): Promise<Value>;
  /** Aborted when a signal came. */
  readonly signal: AbortSignal;
  /** From now on signals end nothing: what is being written is written to its end. */
  hold(): void;
  close(): void;
}

const signals: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Opens the terminal that a process has; `close` gives the signals back. */
export function openTerminal(process: Pick<Process, 'stdin' | 'stdout' | 'on' | 'off'>): Terminal {
  const { stdin, stdout } = process;
  const lines = linesOf(stdin);
  const { signal, interrupted, hold, release } = listen(process);
  const during = <Value>(work: Promise<Value>) => Promise.race([work, interrupted]);
  return {
    signal,
    during,
    hold,
    say: (text) => void stdout.write(text),
    async ask(question) {
      stdout.write(question);
      const line = await during(lines.next());
      if (line.done !== true) return line.value;
      stdout.write('\n');
      throw stop('standard input was closed');
    },
    close() {
      release();
      stdin.destroy?.();
    },
  };
}

function listen(process: Pick<Process, 'on' | 'off'>) {
  const abort = new AbortController();
  let isHeld = false as boolean;
  const names = Object.keys(signals) as Signal[];
  const act = (name: Signal) => () => {
    if (!isHeld) abort.abort(stop(`it was ended by ${name}`, signals[name]));
  };
  const acts = names.map((name) => [name, act(name)] as const);
  for (const [name, each] of acts) process.on?.(name, each);
  const interrupted = new Promise<never>((_, reject) => {
    abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error));
  });
  // Where nobody waits it is no failure.
  interrupted.catch(() => {});
  return {
    signal: abort.signal,
    interrupted,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      for (const [name, each] of acts) process.off?.(name, each);
    },
  };
} // prettier-ignore

/** Whole lines without their ends; what was begun and not ended by a line end is no answer. */
async function* linesOf(stdin: Process['stdin']): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of stdin) {
    rest += typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      yield line.replace(/\r$/, '');
    }
  }
}
