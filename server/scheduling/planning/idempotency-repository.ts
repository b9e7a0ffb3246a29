/**
 * The stored reply to a mutation. A client that repeats the request gets the same reply and causes no second
 * effect.
 */
export type IdempotencyRecord = {
  /** The client's Idempotency-Key; unique only per subject. */
  readonly key: string;
  /** The account or device that sent the request. */
  readonly subjectId: string;
  readonly route: string;
  /** Hash of the request. The same key with another request is an error of the client. */
  readonly requestHash: string;
  /** HTTP status. */
  readonly status: number;
  /** JSON. */
  readonly body: unknown;
  readonly createdAtMs: number;
};

export interface IdempotencyRepository {
  get(subjectId: string, key: string): Promise<IdempotencyRecord | undefined>;
  /**
   * Keeps the first record of a key. Returns the kept one: the given record, or that of a request that was
   * faster.
   */
  put(record: IdempotencyRecord): Promise<IdempotencyRecord>;
  forgetBefore(createdBeforeMs: number): Promise<void>;
}
