import { z } from 'zod';
import { admission } from '../../conference/presence.ts';
import { id } from '../../ids.ts';
import { processPath } from '../../process-path.ts';
import { givenRole, role } from '../../roles.ts';
import { inQuery, instantMs, name, plannedMs, searchText } from '../common.ts';
import { margins } from './margins.ts';
import { paged, pageQuery } from '../paging.ts';
import { plainText } from '../../text.ts';

export const meetingState = z.enum([
  'draft',
  'submitted',
  'approved',
  'scheduled',
  'rehearsal-open',
  'live',
  'ended',
  'closed',
  'cancelled',
]);
export type MeetingState = z.infer<typeof meetingState>;

export const classification = z.enum(['unclassified', 'classified']);
export type Classification = z.infer<typeof classification>;

export const agendaTitle = { title: name, plannedMinutes: z.int().min(1).max(1_440).nullable() };
/** An invitee that is to speak on an item; without `minutes`, as long as the rules of the floor say. */
export const plannedSpeaker = z.strictObject({ inviteeId: id, minutes: z.int().min(1).max(240).nullable() });
/** `speakers` are the prepared speakers, in their order. */
const agendaItem = z.strictObject({ id, ...agendaTitle, speakers: z.array(plannedSpeaker) });
const newAgendaItem = z.strictObject({
  ...agendaTitle,
  plannedMinutes: agendaTitle.plannedMinutes.default(null),
  speakers: z
    .array(plannedSpeaker.extend({ minutes: plannedSpeaker.shape.minutes.default(null) }))
    .max(50)
    .refine(
      (all) => new Set(all.map(({ inviteeId }) => inviteeId)).size === all.length,
      'a speaker is named twice for an item',
    )
    .default([]),
});
/** The whole agenda, with its script, goes to every participant. */
const mostPlannedSpeakers = 300;
const newAgenda = z
  .array(newAgendaItem)
  .max(100)
  .refine(
    (items) => items.reduce((count, { speakers }) => count + speakers.length, 0) <= mostPlannedSpeakers,
    `at most ${mostPlannedSpeakers} prepared speakers in all`,
  );

/** A person of an office that the planners ask to come. */
export const askedDelegate = z.strictObject({
  name,
  /** Empty if it does not matter. */
  position: plainText
    .max(200)
    .regex(/^\P{Cc}*$/u, 'no control characters')
    .default(''),
});
export type AskedDelegate = z.infer<typeof askedDelegate>;
export const askedDelegates = z.strictObject({ delegates: z.array(askedDelegate).max(100) });

export const invitation = z.strictObject({
  id,
  kind: z.enum(['endpoint', 'account']),
  /** The id of the endpoint or the account, which is also that of the participant in the conference. */
  inviteeId: id,
  name: z.string(),
  siteId: id.nullable(),
  /** With the parents' names. */
  siteName: z.string(),
  role: givenRole,
  /** The people that the planners ask to come. Only the planners and the invitee see them. */
  delegates: z.array(askedDelegate),
});

export const meetingSummary = z.strictObject({
  id,
  title: z.string(),
  startsAtMs: instantMs,
  endsAtMs: instantMs,
  state: meetingState,
  classification,
  admission,
  siteId: id,
  /** The organising site. */
  siteName: z.string(),
  /** The series of which it is an occurrence. */
  seriesId: id.nullable(),
  /** An occurrence that was changed on its own. */
  departs: z.boolean(),
  /** Called at once, whatever else its rooms were going to do. */
  emergency: z.boolean(),
  version: z.int().min(1),
});
export type MeetingSummary = z.infer<typeof meetingSummary>;

export const meetingDetail = meetingSummary.extend({
  description: z.string(),
  /** Minutes for which rooms are held before the start and after the end. */
  preparationMinutes: z.int().min(0),
  clearingMinutes: z.int().min(0),
  /** An authorised account has decided that it holds what others hold at the same time. */
  overridesClashes: z.boolean(),
  /** It must be submitted and approved before it is scheduled. */
  needsApproval: z.boolean(),
  /** Why it was last sent back. */
  returnReason: z.string().nullable(),
  /** It holds one of the recorders at its time. */
  recorded: z.boolean(),
  /** Its conference does not begin, and lets nobody in by itself, until a chair is there. */
  needsChair: z.boolean(),
  /** The invitees that are chairs: the first of them that is present has the chair's seat. */
  chairOrder: z.array(id),
  cancelReason: z.string().nullable(),
  agenda: z.array(agendaItem),
  invitations: z.array(invitation),
  /**
   * What the caller is to this meeting: the role in which it would join, and what it may do with the plan.
   * The role is null for a caller that may plan or open the meeting but takes no part: one that is not
   * cleared for it, or an administrator that was removed from it.
   */
  self: z.strictObject({
    role: role.nullable(),
    mayPlan: z.boolean(),
    mayOpen: z.boolean(),
    mayApprove: z.boolean(),
  }),
});
export type MeetingDetail = z.infer<typeof meetingDetail>;

const description = plainText.max(5_000);
const plan = {
  title: name,
  description,
  startsAtMs: plannedMs,
  endsAtMs: plannedMs,
  classification,
  admission,
  preparationMinutes: margins.preparationMinutes.unwrap(),
  clearingMinutes: margins.clearingMinutes.unwrap(),
  agenda: newAgenda,
  /** Must be false for a classified meeting. */
  recorded: z.boolean(),
  needsChair: z.boolean(),
};

/** Five hundred fit into a request's 64 kB. */
const wantedInvitations = z
  .array(z.strictObject({ kind: z.enum(['endpoint', 'account']), inviteeId: id, role: givenRole }))
  .max(500)
  .refine(
    (all) => new Set(all.map(({ inviteeId }) => inviteeId)).size === all.length,
    'an invitee is named twice',
  );

export const newMeeting = z.strictObject({
  ...plan,
  /** The organising site. */
  siteId: id,
  description: description.default(''),
  classification: classification.default('unclassified'),
  admission: admission.default('open'),
  ...margins,
  /**
   * Cannot be changed later, so planners cannot go without approval afterwards. The same for all occurrences
   * of a series.
   */
  needsApproval: z.boolean().default(false),
  agenda: plan.agenda.default([]),
  recorded: plan.recorded.default(false),
  needsChair: plan.needsChair.default(false),
  /** Who is invited from the start; invitations are sent when the meeting is scheduled. */
  invitations: wantedInvitations.default([]),
});
export const meetingChange = z
  .strictObject({
    ...plan,
    /** Chairs that it does not name come after these, in the order in which they were invited. */
    chairOrder: z
      .array(id)
      .max(50)
      .refine((ids) => new Set(ids).size === ids.length, 'a chair is named twice'),
  })
  .partial();

const anyState = `(${meetingState.options.join('|')})`;
const stateList = new RegExp(`^${anyState}(,${anyState})*$`);
/** A meeting in a list, with what needs attention. */
export const listedMeeting = meetingSummary.extend({
  /** It is submitted, and the caller may approve it. */
  toApprove: z.boolean(),
  /** The caller is invited, and has not answered yet. */
  toAnswer: z.boolean(),
  /** Why it was sent back, while it is a draft again. */
  returnReason: z.string().nullable(),
});
export type ListedMeeting = z.infer<typeof listedMeeting>;

const meetingPosition = z.tuple([instantMs, id]);
export type MeetingPosition = z.infer<typeof meetingPosition>;

/**
 * Meetings that overlap the time from `fromMs` to `toMs`, are in one of the states (comma-separated), are
 * organised in the subtree of `siteId`, and have `q` in their titles. With `approval`, those on their way to
 * approval: submitted, sent back, or approved and not yet scheduled. Sorted by start; `-` is latest first.
 */
export const meetingQuery = z.strictObject({
  fromMs: inQuery(instantMs).optional(),
  toMs: inQuery(instantMs).optional(),
  states: z
    .string()
    .max(200)
    .regex(stateList)
    .transform((states) => states.split(','))
    .pipe(z.array(meetingState).min(1))
    .optional(),
  siteId: id.optional(),
  q: searchText.optional(),
  approval: z.literal('pending').optional(),
  sort: z.enum(['startsAt', '-startsAt']).default('startsAt'),
  ...pageQuery(meetingPosition, { usually: 200, most: 1_000 }),
});
export const clashOverride = z.strictObject({ overridesClashes: z.boolean() });

export const meetingParams = z.strictObject({ meetingId: id });
export const meetingList = z.strictObject({ meetings: z.array(listedMeeting), ...paged });

export const newInvitations = z.strictObject({ invitations: wantedInvitations.min(1) });
export const invitationParams = z.strictObject({ meetingId: id, invitationId: id });

/**
 * A pass into the conference; the socket must present it at once. With `path`, the socket connects below it,
 * at `/c/a/socket.io/` for `/c/a/`: there is the server that leads the conference.
 */
export const joinPass = z.strictObject({
  token: z.string(),
  expiresAtMs: instantMs,
  path: processPath.nullable(),
});
