import type { JSX } from 'preact';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { planWords } from './words.ts';
import { invitationWords } from './invitations/words.ts';

const minuteMs = 60_000;

/** A meeting's subject and course, for approvers, who cannot open its form. */
export function MeetingCourse({ meeting }: { readonly meeting: MeetingDetail }): JSX.Element {
  const { description, agenda, recorded, preparationMinutes, clearingMinutes } = meeting;
  const words = planWords();
  return (
    <>
      {description !== '' && <p class="plan__description">{description}</p>}
      {agenda.length > 0 && (
        <section data-testid="plan-agenda">
          <h4>{words.agenda}</h4>
          <ol class="plan__agenda">
            {agenda.map(({ id, title, plannedMinutes }) => (
              <li key={id}>
                {title} {plannedMinutes !== null && <small>{words.lasts(plannedMinutes)}</small>}
              </li>
            ))}
          </ol>
        </section>
      )}
      {preparationMinutes + clearingMinutes > 0 && (
        <p class="muted">
          {words.held(
            timeOfDay(meeting.startsAtMs - preparationMinutes * minuteMs),
            timeOfDay(meeting.endsAtMs + clearingMinutes * minuteMs),
          )}
        </p>
      )}
      {recorded && <p data-testid="is-recorded">{invitationWords().isRecorded}</p>}
    </>
  );
}
