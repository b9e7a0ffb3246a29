import type { WireError } from '../../protocol/errors.ts';
import { BallotKeys } from '../conference/ballot-keys.ts';
import { ChangesElsewhere } from '../conference/changes-elsewhere.ts';
import { Conferences } from '../conference/conferences.ts';
import { FollowedConferences } from '../conference/followed-conferences.ts';
import { OtherConferences } from '../conference/other-conferences.ts';
import { recall } from '../conference/recall.ts';
import { createBooking } from '../scheduling/availability/booking.ts';
import { createApplyPlan } from '../scheduling/planning/apply-plan.ts';
import { createDoorkeeper } from '../scheduling/access/door.ts';
import { createLiveMeetings } from '../scheduling/access/live-meetings.ts';
import { createConferenceRequestRepository } from '../storage/repositories/conference-request-repository.ts';
import { createStandingChangeRepository } from '../storage/repositories/standing-change-repository.ts';
import { setRecorderSlots } from '../storage/bookings/recorders.ts';
import type { Foundations } from './foundations.ts';
import type { StartedMedia } from './media.ts';

export type OpenedConferences = Awaited<ReturnType<typeof openConferences>>;

/** Creates the host of conferences. The meeting clock opens them. */
export async function openConferences(
  {
    config,
    started,
    storage,
    repositories,
    owners,
    lease,
    standingChanges,
    metrics,
    logger,
    now,
  }: Foundations,
  { media }: StartedMedia,
) {
  const { meetings, standings, log } = repositories;
  const applyPlan = createApplyPlan({ ...repositories, now });
  const { microphonePolicy, floor, recorderSlots, maxParticipants, pace, reconnectGraceS } =
    config.conference;
  await setRecorderSlots(storage.database, recorderSlots);
  const doorkeeper = createDoorkeeper(standings, now);
  const { processPath } = config.http;
  const followed = new FollowedConferences(log, logger);
  const requests = createConferenceRequestRepository(storage.database);
  const otherConferences = new OtherConferences(followed, requests, logger);
  const conferences = new Conferences({
    customs: {
      microphonePolicy,
      floor: {
        turnMs: floor.turnS && floor.turnS * 1000,
        unitBudgetMs: floor.unitBudgetS && floor.unitBudgetS * 1000,
        warnBeforeMs: floor.warnBeforeS * 1000,
        handsBack: floor.handsBack,
      },
    },
    ballotKeysOf: (id) => new BallotKeys(config.storage.folder, id, logger),
    booking: createBooking({ meetings, applyPlan, standings, now }),
    elsewhere: async (id) => (processPath === null ? undefined : await otherConferences.reach(id)),
    doorkeeper,
    log,
    owners,
    lease,
    openMedia: media.open,
    logger,
    now,
    maxParticipants,
    pace,
    reconnectGraceMs: reconnectGraceS * 1000,
    logAppended: (seconds) => metrics.logAppended(seconds),
  });
  const changesElsewhere = started.use(
    new ChangesElsewhere(createStandingChangeRepository(storage.database, lease.processId), logger),
  );
  standingChanges.listen((change) => {
    conferences.standingChanged(change);
    if (processPath !== null) changesElsewhere.tell(change);
  });
  /** The state of a conference that this process hosts; undefined for others. */
  const hostedState = (meetingId: string) => conferences.get(meetingId)?.live.state;
  const liveMeetings = createLiveMeetings(
    hostedState,
    // The only process of its database leads every live conference.
    async (meetingId) => (processPath === null ? undefined : await followed.stateOf(meetingId)),
    (...asked) => log.removedFrom(...asked),
  );
  return {
    conferences,
    changesElsewhere,
    otherConferences,
    applyPlan,
    doorkeeper,
    /**
     * The path of the server that leads a conference; null where this one is the only server, or where none
     * leads the conference at this moment.
     */
    pathTo: async (meetingId: string) => {
      if (processPath === null || conferences.get(meetingId)) return processPath;
      const owner = await owners.ownerOf(meetingId);
      return owner?.isAlive === true ? owner.address : null;
    },
    /** Why a conference is not here for a participant that comes to its door, and where it is. */
    whyNot: async (meetingId: string): Promise<WireError> => {
      const code = conferences.whyNot(meetingId);
      const owner = processPath === null ? undefined : await owners.ownerOf(meetingId);
      if (owner === undefined) return { code };
      const isElsewhere = owner.isAlive && owner.processId !== lease.processId && owner.address !== null;
      // Its owner has died, or this process is about to open it.
      return isElsewhere ? { code: 'elsewhere', path: owner.address } : { code: 'unavailable' };
    },
    /** The current or last state of any conference, also of an ended one. */
    lastStateOf: async (meetingId: string) =>
      hostedState(meetingId) ?? (await recall(meetingId, log, logger)).state,
    liveMeetings,
  };
}
