/** The exit codes that all commands share, for the help. */
export const exitCodes: readonly string[] = [
  '0  nothing blocks',
  '1  a finding blocks: severity error without approval, or more warnings than --max-warnings',
  '2  could not run: wrong arguments or configuration, no file matched, a file could not be checked',
];
