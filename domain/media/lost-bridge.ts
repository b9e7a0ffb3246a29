/** A conference on a bridge that has no connection. */
export interface LostBridge {
  readonly awayForMs: number;
  /** Nothing was heard of the bridge for three seconds before; otherwise its connection ended with a word. */
  readonly isSilent: boolean;
  /**
   * When a participant of the conference on this bridge was last heard before the bridge was lost, in ms before that;
   * undefined if none was.
   */
  readonly heardBeforeMs: number | undefined;
  /** When one was first heard after the bridge was lost; undefined before. */
  readonly heardAfterMs: number | undefined;
  /** How long the bridge keeps the media of the conference without us. */
  readonly lastsMs: number;
}

/** A connection that ended, for example with a proxy that restarts, is mostly back by then. */
const backWithinMs = 3_000;
/** A participant that was there all along is heard by then: it answers a ping every five seconds. */
const thereWithinMs = 6_000;
/** A bridge that fell silent has left a ping unanswered for so long. */
const unansweredMs = 2_000;
/**
 * A line that is there again carries the connections of participants at once, and that of a bridge when it dials again:
 * the packet that opens a connection is repeated after one, two and four seconds.
 */
const dialsWithinMs = 4_000;

/**
 * Whether a conference goes on at another bridge. Not while its participants on this one are gone as well: then the line
 * is cut, behind it they still hear and see each other through their bridge, and on another one they would have nothing.
 * It ends when the bridge has closed the media by itself. Participants that are there need another bridge at once.
 */
export function goesElsewhere(lost: LostBridge): boolean {
  const { awayForMs, isSilent, heardBeforeMs = Infinity, heardAfterMs, lastsMs } = lost;
  if (awayForMs >= lastsMs) return true;
  // Heard while the bridge owed an answer.
  if (isSilent && heardBeforeMs < unansweredMs) return true;
  if (heardAfterMs === undefined) return false;
  // They came back, so the line did: their bridge comes back as well.
  if (isSilent || heardAfterMs > thereWithinMs) return awayForMs >= heardAfterMs + dialsWithinMs;
  return awayForMs >= backWithinMs;
}
