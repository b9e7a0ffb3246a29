import type { Decision } from '../../../domain/conference/decision.ts';
import { evolve } from '../../../domain/conference/evolve.ts';
import { isSeated, maySpeak } from '../../../domain/conference/state.ts';
import { decideStage } from '../../../domain/conference/topics/stage.ts';
import { upcomingSpeakers } from '../../../domain/conference/upcoming.ts';
import type { CommandPayload } from '../../../protocol/commands.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { ConferenceState, Participant } from '../../../protocol/state.ts';
import { roster } from './roster.ts';

/** A stage that a leader prepares. No screen shows anything of it before it is put on. */
export type PreparedStage = Readonly<CommandPayload<'stage.arrange'>>;

/** The stage as it is, with the next speaker of the script or the queue. */
export function nextStage(conference: ConferenceState): PreparedStage {
  const { layout, pinned } = conference.stage;
  const [next] = upcomingSpeakers(conference);
  return { layout, participantIds: pinned, ...(next && { speakerId: next.participantId }) };
}

/** What a prepared stage would be if it were put on now: the conference after it, or why it is refused. */
export type StagePreview =
  | { readonly ok: true; readonly after: ConferenceState; readonly isChange: boolean }
  | { readonly ok: false; readonly code: ErrorCode };

/**
 * Decides and folds as the server does, so that the rooms will see what the preview shows. In a break, this is what they
 * see once the session goes on.
 *
 * @param now epoch ms on the server's clock
 */
export function stagePreview(
  conference: ConferenceState,
  own: Participant,
  prepared: PreparedStage,
  now: number,
): StagePreview {
  const before: ConferenceState =
    conference.phase === 'break' ? { ...conference, phase: 'in-session' } : conference;
  const decision: Decision = decideStage(before, { type: 'stage.arrange', payload: prepared }, own, { now });
  if (!decision.ok) return decision;
  const after = decision.events.reduce(
    (state, event) => evolve(state, { ...event, seq: state.seq + 1, at: now, by: own.id }),
    before,
  );
  return { ok: true, after, isChange: decision.events.length > 0 };
}

/** Those of a prepared stage that have left since, or may no longer be shown. */
export const missingFrom = (
  { participants }: ConferenceState,
  { participantIds, speakerId }: PreparedStage,
): readonly string[] =>
  [...new Set([...participantIds, ...(speakerId ? [speakerId] : [])])].filter(
    (id) => !fitsOnStage(participants[id]),
  );

/** Who can be put on the stage, of those whose names or sites contain the query. */
export function stageable(
  conference: ConferenceState,
  query: string,
  except: readonly string[],
): readonly Participant[] {
  const { moderators, endpoints } = roster(conference, query);
  return [...moderators, ...endpoints].filter((each) => fitsOnStage(each) && !except.includes(each.id));
}

const fitsOnStage = (participant: Participant | undefined): boolean =>
  isSeated(participant) && maySpeak(participant.role);
