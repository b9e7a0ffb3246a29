import DataLoader from 'dataloader';

/**
 * Batches questions of one kind: those of one turn of the event loop, and those that arrive within `restMs`
 * after the previous batch. In a storm, one call answers hundreds. Caches nothing: each answer is looked up
 * after its question was asked.
 *
 * @param restMs the longest that a question waits. A question that arrives alone does not wait
 * @param answer returns one answer for each question, in their order; when it rejects, each
 *   of its questions rejects
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
