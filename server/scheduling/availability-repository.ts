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

/** What would be held at a time. */
export interface Holding extends Span {
  readonly resourceIds: readonly string[];
}

/** That something holds what an occurrence would hold. */
export type Against = Held & {
  /** Which of those that were asked for, from 0 on. */
  readonly occurrence: number;
  /** How many stand against this occurrence, also where not all of them are named. */
  readonly clashes: number;
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
  /**
   * What holds what each of many occurrences would hold, at its time, but for what these meetings hold.
   * @param most so many are named, some of each occurrence before all of one; of each at least the first
   * @returns by occurrence; then by start
   */
  against(
    occurrences: readonly Holding[],
    exceptMeetingIds: readonly string[],
    most: number,
  ): Promise<readonly Against[]>;
  /** How many recorders are free throughout each of these spans, if these meetings hold none. */
  freeRecorders(spans: readonly Span[], exceptMeetingIds: readonly string[]): Promise<readonly number[]>;
  /** When one of these or another is held during the spans by others than these meetings; each moment once. */
  busy(
    resourceIds: readonly string[],
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]>;
  /** The same for each recorder by itself. */
  busyRecorders(
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly (readonly Span[])[]>;
}
