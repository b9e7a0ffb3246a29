/** What was answered to a mutation, so that a client that repeats it gets the same answer and no second effect. */
export type IdempotencyRecord = {
  /** The client's Idempotency-Key; two subjects may choose the same one. */
  readonly key: string;
  /** The account or device that asked. */
  readonly subjectId: string;
  readonly route: string;
  /** Hash of the request: the same key with another request is the client's mistake. */
  readonly requestHash: string;
  /** HTTP status. */
  readonly status: number;
  /** JSON. */
  readonly body: unknown;
  readonly createdAtMs: number;
};

export interface IdempotencyRepository {
  get(subjectId: string, key: string): Promise<IdempotencyRecord | undefined>;
  /** The first record of a key stands. Gives the one that stands: the given one, or that of a request which was faster. */
  put(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  forgetBefore(createdBeforeMs: number): Promise<void>;
}
