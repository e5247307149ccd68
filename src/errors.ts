/** Something the user can mend: one line that names file, key and remedy. The run ends with exit code 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
