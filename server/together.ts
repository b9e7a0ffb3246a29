import DataLoader from 'dataloader';

/**
 * Answers questions of one kind together, in a storm hundreds with one call: those of one turn of the event loop, and those that come
 * within a rest after the call before. Nothing is remembered: each answer is looked for after its question was asked.
 *
 * @param restMs the longest that a question waits. One that comes alone waits for nothing
 * @param answer one answer for each question, in their order; where it rejects, each of them does
 */
export function together<Question, Answer>(
  restMs: number,
  answer: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let sentMs = -Infinity;
  const loader = new DataLoader<Question, Answer>(
    (questions) => {
      sentMs = performance.now();
      return answer(questions);
    },
    {
      cache: false,
      batchScheduleFn(send) {
        const waitMs = sentMs + restMs - performance.now();
        if (waitMs > 0) setTimeout(send, waitMs);
        else setImmediate(send);
      },
    },
  );
  return (question) => loader.load(question);
}
