import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { isSeated } from '../../../../../domain/conference/state.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { meetingWords } from '../../words.ts';
import { roleTexts } from '../../../../i18n/roles.ts';
import { conductWords } from '../conduct/words.ts';
import { stageWords } from '../../stage/words.ts';
import { rosterWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference.ts';
import { rosterActions } from '../../../../state/roster.ts';
import { placesOf } from '../../../../state/stage.ts';
import { Button } from '../../../shared/controls.tsx';
import { MicrophoneIcon, MicrophoneOffIcon, MoreIcon } from '../../../shared/icons.tsx';
import { QualityMarks } from '../../stage/quality-marks.tsx';
import { ActionButton } from './member-action.tsx';

interface MemberRowProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
  readonly member: Participant;
}

/** One participant, and the actions that one may take on it. */
export function MemberRow({ store, own, member }: MemberRowProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  const toggle = (): void => setOpened(!isOpened);
  const conference = store.conference.value;
  const { id, name, siteName, role, presence, microphone, asked, cameraHeld } = member;
  const actions = rosterActions(conference, own, member);
  const sent = presence === 'waiting' ? conference.expected[id] : undefined;
  // A chair in the chair's place is not worth a mark.
  const held = placesOf(conference, id).filter((place) => place !== role);
  return (
    <li
      class={`row row--${presence}`}
      data-testid="roster-row"
      data-participant={id}
      data-presence={presence}
      data-microphone={microphone}
      data-asked={asked}
      data-camera-held={cameraHeld}
    >
      <div class="row__line">
        <span class={`row__presence row__presence--${presence}`} />
        <span class="row__name">
          <span>{own.id === id ? meetingWords().ownTile(name) : name}</span>
          <small>
            {role !== 'delegate' && (
              <b>{member.acting === null ? roleTexts()[role] : conductWords().acting}</b>
            )}
            {siteName !== name && <span>{siteName}</span>}
            {held.map((place) => (
              <b class="row__seat" key={place}>
                {stageWords().places[place]}
              </b>
            ))}
            {presence === 'away' && <b class="row__lost">{rosterWords().away}</b>}
            {cameraHeld && <b class="row__lost">{stageWords().cameraHeld}</b>}
            {asked && <b class="row__seat">{rosterWords().asked}</b>}
            {sent && <b class="row__seat">{conductWords().sentOver(sent.fromTitle, sent.by.name)}</b>}
            <QualityMarks store={store} participant={member} />
          </small>
        </span>
        {isSeated(member) && (
          <span class={`row__microphone row__microphone--${microphone}`}>
            {microphone === 'open' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
            <span class="visually-hidden">{meetingWords().microphoneStates[microphone]}</span>
          </span>
        )}
        {actions.length > 0 && (
          <Button
            look="quiet"
            label={rosterWords().actionsFor(name)}
            expanded={isOpened}
            onPress={toggle}
            testId="roster-actions"
          >
            <MoreIcon />
          </Button>
        )}
      </div>
      {isOpened && actions.length > 0 && (
        <div class="row__actions">
          {actions.map((action) => (
            <ActionButton
              key={action.kind + ('seat' in action ? action.seat : '')}
              store={store}
              action={action}
              member={member}
              onDone={toggle}
            />
          ))}
        </div>
      )}
    </li>
  );
}
