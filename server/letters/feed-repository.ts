/** Whose calendar a feed shows. */
export type FeedSubject = { readonly kind: 'endpoint' | 'account'; readonly id: string };

export interface FeedRepository {
  /** In the place of the one before. */
  put(subject: FeedSubject, secretHash: string, createdAtMs: number): Promise<void>;
  bySecretHash(secretHash: string): Promise<FeedSubject | undefined>;
  /** False where there is none. */
  remove(subjectId: string): Promise<boolean>;
}
