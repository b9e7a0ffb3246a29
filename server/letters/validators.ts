import { createHash } from 'node:crypto';

/** What a client sends to ask whether its copy of a text is still current (RFC 9110, 8.8). */
export interface Validators {
  /** With its quotes. */
  readonly etag: string;
  /** In whole seconds since 1970. Undefined while another text of the same second could share the time. */
  readonly lastModifiedS: number | undefined;
}

/** A strong entity tag of a content, with its quotes. */
export const tagOf = (content: string | Uint8Array): string =>
  `"${createHash('sha256').update(content).digest('base64url')}"`;

/**
 * Returns a function that tracks since when each named text is unchanged, from the first time that it is
 * asked for. The data of a text does not tell when it changed: a meeting from which a room was withdrawn
 * leaves no trace in the room's feed. After a restart of the server the time is that of the first request, so
 * no client takes an older text for the current one.
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
    // Two texts of one second get different times; the time of the second one is reported once that second is
    // reached.
    return { etag, lastModifiedS: changedAtS <= nowS ? changedAtS : undefined };
  };
}
