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

export interface AvailabilityRepository {
  /**
   * The largest pictures that so many participants could have beside what is reserved for others, or null where there is room for
   * none. Undefined where no bridge has said what it carries.
   */
  pictures(
    participants: number,
    span: { readonly fromMs: number; readonly toMs: number },
    exceptMeetingId: string | undefined,
  ): Promise<PictureSize | null | undefined>;
  /** The recorders, of which each recorded meeting holds one; none where nobody has said how many there are. */
  recorders(): Promise<readonly string[]>;
  /** What holds one of these at some moment from `fromMs` to before `toMs`; by start. */
  held(resourceIds: readonly string[], fromMs: number, toMs: number): Promise<readonly Held[]>;
}
