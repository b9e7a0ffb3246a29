import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { maySpeak } from '../../../../domain/conference/state.ts';
import type { MeetingDetail } from '../../../../protocol/rest/meetings/meetings.ts';
import { commonWords } from '../../../i18n/common.ts';
import { findCandidates } from '../../../state/planning/invitees.ts';
import { Button, Field } from '../../shared/controls.tsx';
import { CloseIcon } from '../../shared/icons.tsx';
import { OrderedList } from '../../shared/ordered-list.tsx';
import { FoundInviteeRow } from '../../shared/invitees/found-invitee-row.tsx';
import { InviteeName } from '../../shared/invitees/invitee-name.tsx';
import type { ChosenInvitee } from '../../shared/invitees/invitee-picker.tsx';
import { speakerWords } from './speaker-words.ts';
import { planWords } from '../words.ts';

type PlannedSpeaker = MeetingDetail['agenda'][number]['speakers'][number];

interface SpeakerFieldsProps {
  readonly speakers: readonly PlannedSpeaker[];
  readonly invitees: readonly ChosenInvitee[];
  readonly onChange: (speakers: readonly PlannedSpeaker[]) => void;
}

/** The script of one agenda item: who is prepared to speak, in which order and for how long. */
export function SpeakerFields({ speakers, invitees, onChange }: SpeakerFieldsProps): JSX.Element {
  const words = speakerWords();
  const [text, setText] = useState('');
  const named = speakers.flatMap((speaker) => {
    const invitee = invitees.find(({ id }) => id === speaker.inviteeId);
    return invitee ? [{ ...speaker, invitee }] : [];
  });
  const reorder = (order: readonly string[]): void =>
    onChange(order.flatMap((id) => speakers.find(({ inviteeId }) => inviteeId === id) ?? []));
  const set = (id: string, minutes: number | null): void =>
    onChange(speakers.map((each) => (each.inviteeId === id ? { ...each, minutes } : each)));
  const rows = named.map(({ inviteeId, minutes, invitee }) => {
    const content = (
      <>
        <InviteeName invitee={invitee} note={!maySpeak(invitee.role) && ` · ${words.listens}`} />
        <Field
          label={planWords().minutes}
          value={minutes === null ? '' : String(minutes)}
          onInput={(typed) => set(inviteeId, typed === '' ? null : Number(typed))}
          type="number"
          testId="speaker-minutes"
        />
        <Button
          look="quiet"
          label={words.remove(invitee.name)}
          testId="speaker-remove"
          onPress={() => onChange(speakers.filter((each) => each.inviteeId !== inviteeId))}
        >
          <CloseIcon />
        </Button>
      </>
    );
    return { id: inviteeId, name: invitee.name, content };
  });
  const left = invitees.filter(
    ({ id, role }) => maySpeak(role) && named.every(({ inviteeId }) => inviteeId !== id),
  );
  const found = findCandidates(left, text);
  return (
    <details class="speaker-fields" data-testid="agenda-script">
      <summary>{words.script(named.length)}</summary>
      <OrderedList rows={rows} onReorder={reorder} testId="speaker" />
      {invitees.length === 0 ? (
        <p class="muted">{words.nobodyInvited}</p>
      ) : (
        <>
          <Field
            label={words.find}
            placeholder={words.findHint}
            value={text}
            onInput={setText}
            type="search"
            testId="speaker-search"
          />
          {found.length === 0 && <p class="muted">{commonWords().nothingFound}</p>}
          <ul class="found">
            {found.map((invitee) => (
              <FoundInviteeRow
                key={invitee.id}
                invitee={invitee}
                verb={commonWords().choose}
                label={`${commonWords().choose}: ${invitee.name}`}
                onChoose={() => {
                  onChange([...speakers, { inviteeId: invitee.id, minutes: null }]);
                  setText('');
                }}
              />
            ))}
          </ul>
        </>
      )}
    </details>
  );
}
