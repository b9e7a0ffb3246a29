import type { ParticipantId } from '../../protocol/ids.ts';

/** How loud a participant has been recently, in dBov: 0 is the loudest possible, -127 is silence. */
export type Voices = ReadonlyMap<ParticipantId, number>;

export const silenceDb = -127;
/**
 * A new level counts half, the past the other half. With about three levels a second, a cough is over before
 * it counts.
 */
const weight = 0.5;
/**
 * A voice replaces another one only if it is clearly louder: 10 dB is twice as loud, 6 dB is an audible
 * difference.
 */
const clearlyDb = 6;
/** Below this nobody is speaking. */
const roomNoiseDb = -60;

/**
 * Adds the levels of one moment; participants without a new level keep theirs. Drops participants whose
 * silence lasts.
 */
export function listen(voices: Voices, levels: ReadonlyMap<ParticipantId, number>): Voices {
  const heard = new Map(voices);
  for (const [id, levelDb] of levels) {
    // A participant that begins to speak starts from the room noise, not from silence, so that it is heard
    // sooner.
    const before = voices.get(id) ?? (levelDb > roomNoiseDb ? roomNoiseDb : silenceDb);
    const smoothed = before + (levelDb - before) * weight;
    if (smoothed > silenceDb + 1) heard.set(id, smoothed);
    else heard.delete(id);
  }
  return heard;
}

/**
 * Chooses which of the rivals are heard. A chosen one stays until another is clearly louder, so that voices
 * do not flutter in and out.
 *
 * @param chosen the participants that were heard until now
 * @returns at most `places`; while fewer speak, the chosen ones keep their places
 */
export function loudest(
  voices: Voices,
  rivals: readonly ParticipantId[],
  chosen: readonly ParticipantId[],
  places: number,
): readonly ParticipantId[] {
  const level = (id: ParticipantId): number => voices.get(id) ?? silenceDb;
  const louder = (a: ParticipantId, b: ParticipantId): number => level(b) - level(a);
  const kept = chosen.filter((id) => rivals.includes(id)).slice(0, places);
  const others = rivals.filter((id) => !kept.includes(id)).toSorted(louder);
  const free = places - kept.length;
  const next = [...kept, ...others.slice(0, free)];
  for (const challenger of others.slice(free)) {
    const quietest = next.toSorted(louder).at(-1);
    if (quietest === undefined || level(challenger) < roomNoiseDb) break;
    if (level(challenger) - Math.max(level(quietest), roomNoiseDb) < clearlyDb) break;
    next.splice(next.indexOf(quietest), 1, challenger);
  }
  return next;
}
