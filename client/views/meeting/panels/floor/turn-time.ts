import { floorWords } from './words.ts';
import { duration } from '../../../../state/conference/floor.ts';
import type { TurnView } from '../../../../state/conference/floor.ts';

/** The time left of a turn, the time over it, or the time spoken where a turn has no limit. */
export function turnTime({ leftMs, spokenMs, pace }: TurnView): string {
  if (leftMs === null) return floorWords().timeSpoken(duration(spokenMs));
  return pace === 'over' ? floorWords().overtime(duration(-leftMs)) : floorWords().timeLeft(duration(leftMs));
}
