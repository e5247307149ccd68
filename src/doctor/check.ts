/** What was looked at and found. */
export interface Check {
  readonly title: string;
  /** `warning`: something is weak, but commits here are guarded; `skipped`: it could not be looked at. */
  readonly state: 'good' | 'warning' | 'failure' | 'skipped';
  readonly detail: string;
  /** What to do; null when nothing is to be done. */
  readonly remedy: string | null;
}

/** A check that found all as it should be. */
export const good = (title: string, detail: string): Check => ({ title, state: 'good', detail, remedy: null });

/** A check that found that the guard does not hold. */
export const failure = (title: string, detail: string, remedy: string): Check => ({
  title,
  state: 'failure',
  detail,
  remedy,
});

/** A check that found a gap beside what was looked at. */
export const warning = (title: string, detail: string, remedy: string): Check => ({
  title,
  state: 'warning',
  detail,
  remedy,
});

/** A check that could not be made. */
export const skipped = (title: string, detail: string, remedy: string | null): Check => ({
  title,
  state: 'skipped',
  detail,
  remedy,
});
