/**
 * The texts of one topic in both languages. Both have the same keys; the type comes
 * from the Vietnamese texts.
 */
export interface Topic<Words> {
  readonly vi: Words;
  readonly en: Words;
}
