import type { Span } from '../../domain/schedule/free-times.ts';
import type { PictureSize } from '../../protocol/rest/bookings.ts';
import type { Party } from './party.ts';

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

/** Such a party at a time. */
export interface Attendance extends Span, Party {}

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
  /** The same for each of many, beside what is reserved for others than these meetings; in their order. */
  picturesOfEach(
    wanted: readonly Attendance[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly (PictureSize | null)[] | undefined>;
  /** When, during these spans, these could have no pictures at all beside what is reserved for others. */
  oversold(
    party: Party,
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]>;
  /** The recorders, of which each recorded meeting holds one; none where nobody has said how many there are. */
  recorders(): Promise<readonly string[]>;
  /** What holds one of these at some moment from `fromMs` to before `toMs`; by start. */
  held(resourceIds: readonly string[], fromMs: number, toMs: number): Promise<readonly Held[]>;
  /** The same at some moment of many spans, whatever lies between them. */
  heldDuring(resourceIds: readonly string[], spans: readonly Span[]): Promise<readonly Held[]>;
  /** When one of these or another is held during the spans by others than these meetings; each moment once. */
  busy(
    resourceIds: readonly string[],
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]>;
}
