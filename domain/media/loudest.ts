import type { ParticipantId } from '../../protocol/ids.ts';

/** How loud a participant has been lately, in dBov: 0 is the loudest there is, -127 silence. */
export type Voices = ReadonlyMap<ParticipantId, number>;

export const silenceDb = -127;
/** A new level counts half, the past the other half: with some three levels a second a cough is over before it counts. */
const weight = 0.5;
/** A voice takes another's place only where it is clearly louder: twice as loud is 10 dB, and 6 dB is heard as a difference. */
const clearlyDb = 6;
/** Below this nobody is speaking. */
const roomNoiseDb = -60;

/** Takes in the levels of one moment; the others' stay. Silence that lasts is forgotten. */
export function listen(voices: Voices, levels: ReadonlyMap<ParticipantId, number>): Voices {
  const heard = new Map(voices);
  for (const [id, levelDb] of levels) {
    // Whoever begins to speak is heard as if it had been about to.
    const before = voices.get(id) ?? (levelDb > roomNoiseDb ? roomNoiseDb : silenceDb);
    const smoothed = before + (levelDb - before) * weight;
    if (smoothed > silenceDb + 1) heard.set(id, smoothed);
    else heard.delete(id);
  }
  return heard;
}

/**
 * Who of the rivals is heard. Whoever was chosen stays until somebody else is clearly louder, so that voices do not flutter
 * in and out.
 *
 * @param chosen who was heard until now
 * @returns at most `places`; while fewer speak, those who were chosen keep their places
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
