import { z } from 'zod';
import { id } from '../../ids.ts';
import { name, plannedMs } from '../common.ts';
import { givenRole } from '../../roles.ts';
import { agendaTitle, meetingChange, newMeeting, plannedSpeaker } from './meetings.ts';
import { invitationSelection, selected } from './selections.ts';

/** Templates that come with the product. */
export const productTemplateId = z.enum(['weekly-briefing', 'storm', 'training', 'council-session']);
export type ProductTemplateId = z.infer<typeof productTemplateId>;

const templateSelection = invitationSelection.extend({
  include: z
    .array(
      z.discriminatedUnion('kind', [
        ...selected.options,
        /** The endpoints of the organising site, whichever it is, and of everything below it. */
        z.strictObject({ kind: z.literal('organiser') }),
      ]),
    )
    .min(1)
    .max(200),
});

/** What a meeting is made from. Its invitees are looked up again for the day of each meeting. */
export const templatePlan = newMeeting
  .omit({ siteId: true, startsAtMs: true, endsAtMs: true, agenda: true, invitations: true })
  .extend({
    durationMinutes: z.int().min(1),
    /** Prepared speakers that a meeting does not invite are left out. */
    agenda: z.array(z.strictObject({ ...agendaTitle, speakers: z.array(plannedSpeaker) })),
    selections: z.array(templateSelection),
    /** Invited by name; their roles take precedence over those that a selection gives. */
    invitees: z.array(
      z.strictObject({ kind: z.enum(['endpoint', 'account']), inviteeId: id, role: givenRole }),
    ),
    /** How such a meeting recurs, as in a series. */
    rule: z.string().nullable(),
  });
export type TemplatePlan = z.output<typeof templatePlan>;

export const templateView = templatePlan.omit({ selections: true, invitees: true }).extend({
  agenda: z.array(z.strictObject(agendaTitle)),
  id: z.union([productTemplateId, id]),
  name: z.string(),
  /** The site that keeps it; null if it comes with the product. */
  siteId: id.nullable(),
  siteName: z.string(),
  /** Whether it invites everything below the organising site, and how many it invites by name. */
  invitesBelow: z.boolean(),
  invitesByName: z.int().min(0),
});
export type TemplateView = z.infer<typeof templateView>;
export const templateList = z.strictObject({ templates: z.array(templateView) });

export const newTemplate = z.strictObject({
  /** The meeting that it is made from; that meeting's site keeps it. */
  meetingId: id,
  name,
  /**
   * `same`: the endpoints that the meeting invites. `organiser`: as delegates, the endpoints that the
   * organiser and the units below it have by then.
   */
  endpoints: z.enum(['same', 'organiser']).default('same'),
});
export const templateChange = z.strictObject({ name });
export const keptTemplateParams = z.strictObject({ templateId: id });
export const templateParams = z.strictObject({ templateId: z.union([productTemplateId, id]) });

/** A meeting from a template; the fields given here override those of the template. */
export const fromTemplate = meetingChange.omit({ chairOrder: true }).extend({
  siteId: id,
  startsAtMs: plannedMs,
  /** Also makes the series of the template's rule. */
  repeat: z.boolean().default(false),
});

export const copyOfMeeting = meetingChange
  .pick({ title: true, endsAtMs: true, preparationMinutes: true, clearingMinutes: true })
  .extend({ startsAtMs: plannedMs });
