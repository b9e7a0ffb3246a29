import type { Span } from '../../domain/schedule/free-times.ts';
import type { PictureSize } from '../../protocol/rest/bookings.ts';

/** That an endpoint, an account or a recorder is held by a meeting, margins included. */
export type Held = {
  readonly resourceId: string;
  readonly meetingId: string;
  readonly title: string;
  /** The site that organises the meeting. */
  readonly siteId: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/** Who takes part in a meeting, as far as it matters to what carries it. */
export interface Party {
  readonly moderators: number;
  readonly others: number;
}

export interface AvailabilityRepository {
  /**
   * The largest pictures that these could have beside what is reserved for others, or null where there is room for none.
   * Undefined where no bridge has said what it carries.
   */
  pictures(
    party: Party,
    span: Span,
    exceptMeetingId: string | undefined,
  ): Promise<PictureSize | null | undefined>;
  /** When, within the span, there is room for none. */
  crowded(party: Party, span: Span, exceptMeetingId: string | undefined): Promise<readonly Span[]>;
  /** The recorders, of which each recorded meeting holds one; none where nobody has said how many there are. */
  recorders(): Promise<readonly string[]>;
  /** What holds one of these at some moment from `fromMs` to before `toMs`; by start. */
  held(resourceIds: readonly string[], fromMs: number, toMs: number): Promise<readonly Held[]>;
}
