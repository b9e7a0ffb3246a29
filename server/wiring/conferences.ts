import { BallotKeys } from '../conference/ballot-keys.ts';
import { Conferences } from '../conference/conferences.ts';
import { recall } from '../conference/recall.ts';
import { createBooking } from '../scheduling/availability/booking.ts';
import { createApplyPlan } from '../scheduling/planning/apply-plan.ts';
import { createDoorkeeper } from '../scheduling/access/door.ts';
import { createLiveMeetings } from '../scheduling/access/live-meetings.ts';
import { setRecorderSlots } from '../storage/bookings/recorders.ts';
import type { Foundations } from './foundations.ts';
import type { StartedMedia } from './media.ts';

export type OpenedConferences = Awaited<ReturnType<typeof openConferences>>;

/** Creates the host of conferences. The meeting clock opens them. */
export async function openConferences(
  { config, storage, repositories, standingChanges, metrics, logger, now }: Foundations,
  { media }: StartedMedia,
) {
  const { meetings, standings, log } = repositories;
  const applyPlan = createApplyPlan({ ...repositories, now });
  const { microphonePolicy, floor, recorderSlots, maxParticipants, pace, reconnectGraceS } =
    config.conference;
  await setRecorderSlots(storage.database, recorderSlots);
  const doorkeeper = createDoorkeeper(standings, now);
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
    doorkeeper,
    log,
    openMedia: media.open,
    logger,
    now,
    maxParticipants,
    pace,
    reconnectGraceMs: reconnectGraceS * 1000,
    logAppended: (seconds) => metrics.logAppended(seconds),
  });
  standingChanges.listen((change) => conferences.standingChanged(change));
  /** The state of a conference that this process hosts; undefined for others. */
  const stateOf = (meetingId: string) => conferences.get(meetingId)?.live.state;
  return {
    conferences,
    applyPlan,
    doorkeeper,
    stateOf,
    /** The current or last state of any conference, also of an ended one. */
    lastStateOf: async (meetingId: string) =>
      stateOf(meetingId) ?? (await recall(meetingId, log, logger)).state,
    liveMeetings: createLiveMeetings(stateOf, (...asked) => log.removedFrom(...asked)),
  };
}
