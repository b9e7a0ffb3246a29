import { createHash } from 'node:crypto';

/** By what a program that has a text asks whether it is still the same (RFC 9110, 8.8). */
export interface Validators {
  /** With its quotes. */
  readonly etag: string;
  /** In whole seconds since 1970. Undefined while a text of the same second may differ from this one. */
  readonly lastModifiedS: number | undefined;
}

/** A strong tag of a content, with its quotes. */
export const tagOf = (content: string | Uint8Array): string =>
  `"${createHash('sha256').update(content).digest('base64url')}"`;

/**
 * Notes since when texts are what they are, each by its name, from the first time that they are asked for here. What a text is
 * made of does not say when it changed: a meeting from which a room was withdrawn leaves no trace in the room's feed. After a
 * start of the server it says the time of the first question, so nobody takes an older text for this one.
 */
export function createValidators(now: () => number): (name: string, text: string) => Validators {
  const seen = new Map<string, { readonly etag: string; readonly changedAtS: number }>();
  return (name, text) => {
    const etag = tagOf(text);
    const nowS = Math.floor(now() / 1_000);
    const before = seen.get(name);
    const changedAtS =
      before?.etag === etag ? before.changedAtS : Math.max(nowS, (before?.changedAtS ?? 0) + 1);
    seen.set(name, { etag, changedAtS });
    // Two texts of one second have different times, and the second one is told when its time has come.
    return { etag, lastModifiedS: changedAtS <= nowS ? changedAtS : undefined };
  };
}
