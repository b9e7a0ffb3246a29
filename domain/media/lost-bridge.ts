/** A conference whose bridge has no connection. */
export interface LostBridge {
  readonly awayForMs: number;
  /** Nothing was heard of the bridge for three seconds before; otherwise its connection ended with a word. */
  readonly isSilent: boolean;
  /** When a participant of the conference was first heard after the bridge was lost; undefined before. */
  readonly heardAfterMs: number | undefined;
  /** How long the bridge keeps the media of the conference without us. */
  readonly lastsMs: number;
}

/** A connection that ended, for example with a proxy that restarts, is mostly back by then. */
const backWithinMs = 3_000;
/** A participant that was there all along is heard by then: it answers a ping every five seconds. */
const thereWithinMs = 6_000;

/**
 * Whether a conference goes on at another bridge. Not while its participants are gone as well: then the line is cut,
 * behind it they still hear and see each other through their bridge, and on another one they would have nothing. It
 * ends when the bridge has closed the media by itself. Participants that are there need another bridge at once.
 */
export function goesElsewhere({ awayForMs, isSilent, heardAfterMs, lastsMs }: LostBridge): boolean {
  if (awayForMs >= lastsMs) return true;
  if (heardAfterMs === undefined) return false;
  // They came back, so the line did: their bridge comes back as well.
  if (heardAfterMs > thereWithinMs) return awayForMs >= heardAfterMs + backWithinMs;
  return isSilent || awayForMs >= backWithinMs;
}
