import { Failure } from '../../../protocol/failure.ts';
import type { BookingAnswer } from '../../../protocol/rest/meetings/bookings.ts';
import { Clash, Oversold } from './meeting-repository.ts';

/**
 * Stores a change of plans.
 * @param change returns false after a concurrent change
 * @param standing finds the clashes; called only if there are some
 * @throws Failure `version-changed`, `no-capacity`, or `clash` with the clashes
 */
export async function kept(
  change: () => Promise<boolean>,
  standing: () => Promise<Pick<BookingAnswer, 'clashes'> & Partial<BookingAnswer>>,
): Promise<void> {
  try {
    if (!(await change())) throw new Failure('version-changed');
  } catch (error) {
    if (!(error instanceof Clash)) throw error;
    const booking = await standing();
    if (error instanceof Oversold) throw new Failure('no-capacity', error.message, booking);
    const detail =
      booking.clashes.length > 0
        ? `${booking.clashes.length} times somebody invited, or every recorder, is held`
        : 'occurrences overlap each other, or what stood against them has just gone';
    throw new Failure('clash', detail, booking);
  }
}
