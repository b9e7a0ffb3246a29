import type { MeetingWithInvitations } from '../../../domain/schedule/meeting.ts';
import type { MeetingSummary } from '../../../protocol/rest/meetings/meetings.ts';
import type { Names } from '../access/names.ts';

/** A meeting in a list, with its organiser's name. */
export const summary = async (
  {
    id,
    title,
    startsAtMs,
    endsAtMs,
    state,
    classification,
    admission,
    siteId,
    seriesId,
    departs,
    emergency,
    version,
  }: Omit<MeetingWithInvitations, 'invitations'>,
  names: Names,
): Promise<MeetingSummary> => ({
  id,
  title,
  startsAtMs,
  endsAtMs,
  state,
  classification,
  admission,
  siteId,
  siteName: await names.site(siteId),
  seriesId,
  departs,
  emergency,
  version,
});
