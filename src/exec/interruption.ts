import type { Process, Signal } from '../process.ts';

/** What is to be done when the system asks the program to end: each time another step, the last one over and over. */
export interface Interruption {
  /** The first signal that came, or null. */
  signal(): Signal | null;
  /** What to do now; done at once when a signal has come already. */
  act(...steps: readonly (() => void)[]): void;
  end(): void;
}

const signals: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** As a shell gives it: 128 and the number of the signal. */
export const exitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Hears of signals until `end`. */
export function listen(process: Pick<Process, 'on' | 'off'>): Interruption {
  let [first, count] = [null as Signal | null, 0];
  let steps: readonly (() => void)[] = [];
  const hear = signals.map((signal) => [signal, () => heard(signal)] as const);
  const heard = (signal: Signal) => {
    first ??= signal;
    (steps[count++] ?? steps.at(-1))?.();
  };
  for (const [signal, act] of hear) process.on?.(signal, act);
  return {
    signal: () => first,
    act(...next) {
      [steps, count] = [next, 0];
      if (first) heard(first);
    },
    end: () => hear.forEach(([signal, act]) => process.off?.(signal, act)),
  };
}
