import type { RehearsalFigures } from '../../../domain/schedule/rehearsal.ts';
import type { RehearsalPosition, RehearsalReason } from '../../../protocol/rest/meetings/rehearsals.ts';
import type { Covered } from '../../identity/covered.ts';
import type { Endpoint } from '../../sites/endpoint-repository.ts';

/** One technical check of a room for a meeting. */
export type Rehearsal = {
  readonly id: string;
  readonly endpointId: string;
  readonly meetingId: string;
  readonly atMs: number;
  readonly figures: RehearsalFigures;
  /** Why the check failed; empty if it passed. */
  readonly reasons: readonly RehearsalReason[];
  readonly signOff: {
    readonly fit: boolean;
    readonly note: string;
    readonly atMs: number;
    readonly byAccountId: string;
  } | null;
  readonly hasPicture: boolean;
};
export type SignOff = NonNullable<Rehearsal['signOff']>;
/** With the names that the history shows. */
export type RecordedRehearsal = Rehearsal & {
  readonly meetingTitle: string;
  readonly signedOffBy: string | null;
};

export interface RehearsalRepository {
  /** The picture is added later. */
  insert(rehearsal: Rehearsal): Promise<void>;
  byId(rehearsalId: string): Promise<Rehearsal | undefined>;
  /** The newest check of each endpoint, in no order. */
  latestOf(meetingId: string): Promise<readonly Rehearsal[]>;
  /** Asks rooms to check themselves for a meeting; replaces the time of an earlier request. */
  ask(
    meetingId: string,
    endpoints: readonly Covered<Endpoint>[],
    atMs: number,
    byAccountId: string,
  ): Promise<void>;
  /** When each room of the meeting was last asked to check itself, by endpoint; epoch ms. */
  askedOf(meetingId: string): Promise<ReadonlyMap<string, number>>;
  /** The checks of an endpoint, newest first or oldest first, after the position. */
  history(
    endpointId: string,
    page: {
      readonly limit: number;
      readonly after?: RehearsalPosition | undefined;
      readonly oldestFirst?: boolean;
    },
  ): Promise<readonly RecordedRehearsal[]>;
  /** Replaces an earlier decision. Returns false if the room has no such rehearsal. */
  signOff(rehearsalId: string, room: Covered<Endpoint>, signOff: SignOff): Promise<boolean>;
  /** Keeps the first picture. Returns false if there is one already. */
  addPicture(rehearsalId: string, jpeg: Uint8Array, atMs: number): Promise<boolean>;
  pictureOf(rehearsalId: string): Promise<Uint8Array | undefined>;
  /** Deletes old pictures; the checks themselves stay. */
  removePicturesBefore(atMs: number): Promise<void>;
}
