/** Does pieces of work that have the same key one after the other, in the order in which they were asked for. */
export function oneAtATime(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const latest = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const done = (latest.get(key) ?? Promise.resolve()).then(work, work);
    latest.set(key, done);
    const forget = (): void => {
      if (latest.get(key) === done) latest.delete(key);
    };
    done.then(forget, forget);
    return done;
  };
}
