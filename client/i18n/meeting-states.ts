import { meetingStateWords as vi } from '../../domain/words.ts';
import type { MeetingState } from '../../protocol/rest/meetings/meetings.ts';
import { catalogue } from './language.ts';

export const meetingStateTexts = catalogue<Record<MeetingState, string>>({
  vi,
  en: {
    draft: 'Draft',
    submitted: 'Awaiting approval',
    approved: 'Approved',
    scheduled: 'Scheduled',
    'rehearsal-open': 'Technical check',
    live: 'In session',
    ended: 'Ended',
    closed: 'Closed',
    cancelled: 'Cancelled',
  },
});
