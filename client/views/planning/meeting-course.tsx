import type { JSX } from 'preact';
import type { MeetingDetail } from '../../../protocol/rest/meetings/meetings.ts';
import { timeOfDay } from '../../i18n/formats.ts';
import { speakerWords } from './plan-form/speaker-words.ts';
import { planWords } from './words.ts';
import { plannedMeetingWords } from './meeting-words.ts';

const minuteMs = 60_000;

/** A meeting's subject and course. */
export function MeetingCourse({ meeting }: { readonly meeting: MeetingDetail }): JSX.Element {
  const { description, agenda, invitations, needsChair } = meeting;
  const words = planWords();
  const speakerText = ({ inviteeId, minutes }: (typeof agenda)[number]['speakers'][number]): string => {
    const name = invitations.find((each) => each.inviteeId === inviteeId)?.name ?? '';
    return minutes === null ? name : `${name} (${words.lasts(minutes)})`;
  };
  return (
    <>
      {description !== '' && <p class="plan__description">{description}</p>}
      {agenda.length > 0 && (
        <section>
          <h2>{words.agenda}</h2>
          <ol class="plan__agenda">
            {agenda.map(({ id, title, plannedMinutes, speakers }) => (
              <li key={id}>
                {title} {plannedMinutes !== null && <small>{words.lasts(plannedMinutes)}</small>}
                {speakers.length > 0 && (
                  <p class="muted" data-testid="plan-speakers">
                    {speakerWords().speakers} {speakers.map(speakerText).join(', ')}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </section>
      )}
      {needsChair && <p data-testid="is-chair-needed">{plannedMeetingWords().isChairNeeded}</p>}
    </>
  );
}

/** How long rooms are held around the meeting; nothing where they are held for the meeting alone. */
export function MeetingHeld({ meeting }: { readonly meeting: MeetingDetail }): JSX.Element | null {
  const { startsAtMs, endsAtMs, preparationMinutes, clearingMinutes } = meeting;
  if (preparationMinutes + clearingMinutes === 0) return null;
  return (
    <p class="muted">
      {planWords().held(
        timeOfDay(startsAtMs - preparationMinutes * minuteMs),
        timeOfDay(endsAtMs + clearingMinutes * minuteMs),
      )}
    </p>
  );
}
