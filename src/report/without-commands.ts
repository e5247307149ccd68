import type { Reporter } from './reporter.ts';

/**
 * The reporter with its text between signs that stop a GitHub Actions runner from obeying it: a runner acts on `::name::` and
 * `##[name]` in what a step prints, and a report quotes what others wrote.
 */
export function withoutCommands(reporter: Reporter, token: string = crypto.randomUUID()): Reporter {
  let begin = `::stop-commands::${token}\n`;
  const after = (text: string) => {
    const whole = begin + text;
    begin = '';
    return whole;
  };
  return {
    file: (result) => after(reporter.file(result)),
    end: (tally, milliseconds) => after(`${reporter.end(tally, milliseconds)}::${token}::\n`),
  };
}
