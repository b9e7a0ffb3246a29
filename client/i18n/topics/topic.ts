/** The words of one topic in both languages, with the same keys; Vietnamese is the first, so it is the type. */
export interface Topic<Words> {
  readonly vi: Words;
  readonly en: Words;
}
