import { z } from 'zod';
import { id } from '../ids.ts';
import { name, plannedMs } from './common.ts';
import { role } from '../roles.ts';
import { agendaTitle, meetingChange, newMeeting } from './meetings.ts';
import { invitationSelection, selected } from './selections.ts';

/** Those that come with the product. */
export const productTemplateId = z.enum(['weekly-briefing', 'storm', 'training', 'council-session']);
export type ProductTemplateId = z.infer<typeof productTemplateId>;

const templateSelection = invitationSelection.extend({
  include: z
    .array(
      z.discriminatedUnion('kind', [
        ...selected.options,
        /** The endpoints of whatever site organises the meeting, and of what lies below it. */
        z.strictObject({ kind: z.literal('organiser') }),
      ]),
    )
    .min(1)
    .max(200),
});

/** What a meeting is made from. Whom it invites is looked up anew for the day of each. */
export const templatePlan = newMeeting
  .omit({ siteId: true, startsAtMs: true, endsAtMs: true, agenda: true })
  .extend({
    durationMinutes: z.int().min(1),
    agenda: z.array(z.strictObject(agendaTitle)),
    selections: z.array(templateSelection),
    /** Invited by name; their roles go before those that a selection gives. */
    invitees: z.array(z.strictObject({ kind: z.enum(['endpoint', 'account']), inviteeId: id, role })),
    /** As of a series: how such a meeting recurs. */
    rule: z.string().nullable(),
  });
export type TemplatePlan = z.output<typeof templatePlan>;

export const templateView = templatePlan.omit({ selections: true, invitees: true }).extend({
  id: z.union([productTemplateId, id]),
  name: z.string(),
  /** The site that keeps it; null where it comes with the product. */
  siteId: id.nullable(),
  siteName: z.string(),
  /** Whether it invites what lies below the organising site, and how many it invites by name. */
  invitesBelow: z.boolean(),
  invitesByName: z.int().min(0),
});
export type TemplateView = z.infer<typeof templateView>;
export const templateList = z.strictObject({ templates: z.array(templateView) });

export const newTemplate = z.strictObject({
  /** The meeting that it is taken from; the meeting's site keeps it. */
  meetingId: id,
  name,
  /** Those endpoints that the meeting invites; or as delegates whatever the organiser and what lies below it has by then. */
  endpoints: z.enum(['same', 'organiser']).default('same'),
});
export const templateChange = z.strictObject({ name });
export const keptTemplateParams = z.strictObject({ templateId: id });
export const templateParams = z.strictObject({ templateId: z.union([productTemplateId, id]) });

/** A meeting from a template: what is said here goes before what the template says. */
export const fromTemplate = meetingChange.extend({
  siteId: id,
  startsAtMs: plannedMs,
  /** Makes the series of the template's rule at once. */
  repeat: z.boolean().default(false),
});

export const copyOfMeeting = meetingChange
  .pick({ title: true, endsAtMs: true, preparationMinutes: true, clearingMinutes: true })
  .extend({ startsAtMs: plannedMs });
