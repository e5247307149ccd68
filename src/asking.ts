/** Something that a computation needs from outside, and the two ways to get it. */
export interface Question<Answer = unknown> {
  /** Gets it before anything else goes on. */
  readonly now: () => Answer;
  readonly later: () => Promise<Answer>;
}

/** A computation that asks on its way, so that the same one serves those who can wait and those who cannot (ESLint's parsers and rules). */
export type Asking<Result> = Generator<Question, Result>;

/** Asks one question. */
export function* ask<Answer>(question: Question<Answer>): Generator<Question, Answer> {
  return (yield question) as Answer;
}

/** Runs a computation to its end at once. */
export function now<Result>(asking: Asking<Result>): Result {
  let step = asking.next();
  while (!step.done) {
    const { value: question } = step;
    const answer = attempt(() => question.now());
    step = 'value' in answer ? asking.next(answer.value) : asking.throw(answer.error);
  }
  return step.value;
}

/** Runs a computation, and waits where it asks. */
export async function later<Result>(asking: Asking<Result>): Promise<Result> {
  let step = asking.next();
  while (!step.done) {
    const answer = await step.value.later().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    step = 'value' in answer ? asking.next(answer.value) : asking.throw(answer.error);
  }
  return step.value;
}

function attempt(act: () => unknown): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: act() };
  } catch (error) {
    return { error };
  }
}
