import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const gnuTime = '/usr/bin/time';

/** Runs a command to its end: wall time, peak memory of its largest process in MB (`n/a` without GNU time), exit code. */
export function run([program, ...args], cwd) {
  const measured = existsSync(gnuTime);
  const [file, all] = measured ? [gnuTime, ['-f', 'peak %M', program, ...args]] : [program, args];
  const started = performance.now();
  const { status, error, stderr } = spawnSync(file, all, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 30,
  });
  if (error) throw error;
  const peak = /peak (\d+)\s*$/.exec(stderr);
  if (status === 2) process.stderr.write(stderr.slice(0, 2_000));
  return {
    seconds: (performance.now() - started) / 1000,
    megabytes: peak ? Math.round(peak[1] / 1024) : 'n/a',
    status,
  };
}

/** Runs commands in turn, so that a busy machine is unfair to all alike; milliseconds. */
export function interleave(commands, rounds, cwd) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      const started = performance.now();
      const { error } = spawnSync(program, args, { cwd, stdio: 'ignore' });
      if (error) throw error;
      times[name].push(performance.now() - started);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, summary(each)]));
}

/** The least and the middle of some times. */
export function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}
