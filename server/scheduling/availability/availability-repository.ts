import type { Span } from '../../../domain/schedule/free-times.ts';
import type { PictureSize } from '../../../protocol/rest/meetings/bookings.ts';
import type { Crossing, Party } from './party.ts';

/** An endpoint, account or recorder is held by a meeting; times include the margins. */
export type Hold = {
  readonly resourceId: string;
  readonly meetingId: string;
  readonly title: string;
  /** The site that organises the meeting. */
  readonly siteId: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/** The resources that a meeting would hold at a time. */
export interface Holding extends Span {
  readonly resourceIds: readonly string[];
}

/** A resource that an occurrence needs and that something else holds. */
export type Against = Hold & {
  /** Index of the occurrence in the request, from 0. */
  readonly occurrence: number;
  /** The total number of clashes of this occurrence, even if not all of them are listed. */
  readonly clashes: number;
};

/** A party at a time. */
export interface TimedParty extends Span, Party {}

export interface AvailabilityRepository {
  /**
   * The largest pictures that all of the party could have beside the capacity reserved for others; null if there
   * is capacity for none. Undefined if no bridge has reported its capacity.
   */
  pictures(
    party: Party,
    span: Span,
    exceptMeetingId: string | undefined,
  ): Promise<PictureSize | null | undefined>;
  /**
   * The same for each of many, beside the capacity reserved for all meetings except these; in their order.
   */
  picturesOfEach(
    wanted: readonly TimedParty[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly (PictureSize | null)[] | undefined>;
  /**
   * The times within these spans at which the party could have no pictures at all beside what is reserved for
   * others.
   */
  oversold(
    party: Party,
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]>;
  /** The units whose lines have no room for one of these parties at its time: their names, with the parent's. */
  fullUplinks(wanted: readonly TimedParty[], exceptMeetingIds: readonly string[]): Promise<readonly string[]>;
  /** Whose line each of many parties would cross, with how many participants; in their order. */
  crossings(
    parties: readonly { readonly holderSiteId: string | null; readonly inviteeIds: readonly string[] }[],
  ): Promise<readonly (readonly Crossing[])[]>;
  /** Ids of the recorders. Each recorded meeting holds one. Empty if their number is not configured. */
  recorders(): Promise<readonly string[]>;
  /** Bookings of these resources that overlap the time from `fromMs` to before `toMs`; by start. */
  held(resourceIds: readonly string[], fromMs: number, toMs: number): Promise<readonly Hold[]>;
  /**
   * Bookings that clash with what each occurrence would hold at its time. Ignores bookings of
   * `exceptMeetingIds`.
   * @param most the limit of listed bookings. Each occurrence gets some, and at least its first one, before
   *   any gets all
   * @returns by occurrence, then by start
   */
  against(
    occurrences: readonly Holding[],
    exceptMeetingIds: readonly string[],
    most: number,
  ): Promise<readonly Against[]>;
  /** How many recorders are free throughout each span. Ignores bookings of these meetings. */
  freeRecorders(spans: readonly Span[], exceptMeetingIds: readonly string[]): Promise<readonly number[]>;
  /**
   * When at least one of these resources is held within the spans; the spans returned do not overlap. Ignores
   * these meetings.
   */
  busy(
    resourceIds: readonly string[],
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly Span[]>;
  /** The same, separately for each recorder. */
  busyRecorders(
    spans: readonly Span[],
    exceptMeetingIds: readonly string[],
  ): Promise<readonly (readonly Span[])[]>;
}
