import type { Recorder } from './recorder.ts';

/** An object whose methods remember the script's line that calls them: nothing is left of it on the stack when they come to send. */
export function withLines<Target extends object>(target: Target, { at, line }: Pick<Recorder, 'at' | 'line'>): Target {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || typeof name !== 'string' || !/^[a-z]/.test(name)) return value;
      return (...args: unknown[]): unknown => at(line(), () => Reflect.apply(value, target, args) as unknown);
    },
  });
}
