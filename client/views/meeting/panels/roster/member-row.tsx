import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isModerator, isSeated } from '../../../../../domain/conference/state.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { meetingWords } from '../../words.ts';
import { roleTexts } from '../../../../i18n/roles.ts';
import { conductWords } from '../conduct/words.ts';
import { stageWords } from '../../stage/words.ts';
import { rosterWords } from './words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { rosterActions } from '../../../../state/conference/roster.ts';
import { placesOf } from '../../../../state/conference/stage.ts';
import { Button } from '../../../shared/controls.tsx';
import { MoreIcon } from '../../../shared/desk-icons.ts';
import { MicrophoneIcon, MicrophoneOffIcon } from '../../../shared/icons.tsx';
import { SiteLabel } from '../../site-label.tsx';
import { QualityMarks } from '../../stage/quality-marks.tsx';
import { DeviceMarks, MemberDevices } from './devices.tsx';
import { ActionButton } from './member-action.tsx';
import { PrivateWordMark } from './private-word-mark.tsx';
import { MemberStates } from './member-states.tsx';

interface MemberRowProps {
  readonly store: ConferenceStore;
  readonly own: Participant;
  readonly member: Participant;
}

/** One participant, and the actions that one may take on it. */
export function MemberRow({ store, own, member }: MemberRowProps): JSX.Element {
  const [isOpened, setOpened] = useState(false);
  const opened = useRef<HTMLDivElement>(null);
  // Below the last row that the list shows, its actions would be out of sight.
  useLayoutEffect(() => opened.current?.scrollIntoView({ block: 'nearest' }), [isOpened]);
  const line = useRef<HTMLDivElement>(null);
  const toggle = (): void => {
    // An action that is pressed goes with the others.
    if (opened.current?.contains(document.activeElement))
      line.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    setOpened(!isOpened);
  };
  const conference = store.conference.value;
  const { id, name, role, presence, microphone, asked, cameraHeld } = member;
  const seesDevices = isModerator(own.role) && isSeated(member);
  // Asked for only where they show or decide: with hundreds in the conference, they are half of the work of a row.
  const actions = isOpened || !seesDevices ? rosterActions(conference, own, member) : [];
  const opens = seesDevices || actions.length > 0;
  const sent = presence === 'waiting' ? conference.expected[id] : undefined;
  // A chair in the chair's place is not worth a mark.
  const held = placesOf(conference, id).filter((place) => place !== role);
  return (
    <div
      class={`row row--${presence}`}
      data-testid="roster-row"
      data-participant={id}
      data-presence={presence}
      data-microphone={microphone}
      data-asked={asked}
      data-camera-held={cameraHeld}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpened) toggle();
      }}
    >
      <div class="row__line" ref={line}>
        <span class={`row__presence row__presence--${presence}`} />
        <span class="row__name">
          <span>{own.id === id ? meetingWords().ownTile(name) : name}</span>
          <small>
            {role !== 'delegate' && (
              <b>{member.acting === null ? roleTexts()[role] : conductWords().acting}</b>
            )}
            {held.map((place) => (
              <b class="row__seat" key={place}>
                {stageWords().places[place]}
              </b>
            ))}
            {presence === 'away' && <b class="row__lost">{rosterWords().away}</b>}
            {cameraHeld && <b class="row__lost">{stageWords().cameraHeld}</b>}
            {asked && <b class="row__seat">{rosterWords().asked}</b>}
            {sent && <b class="row__seat">{conductWords().sentOver(sent.fromTitle, sent.by.name)}</b>}
            <PrivateWordMark conference={conference} member={member} />
            <DeviceMarks store={store} member={member} />
            <QualityMarks store={store} participant={member} />
            <SiteLabel of={member} as="span" />
          </small>
        </span>
        {isSeated(member) && <MemberStates store={store} member={member} />}
        {isSeated(member) && (
          <span class={`row__microphone row__microphone--${microphone}`}>
            {microphone === 'open' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
            <span class="visually-hidden">{meetingWords().microphoneStates[microphone]}</span>
          </span>
        )}
        {opens && (
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
      {isOpened && opens && (
        <div class="row__actions" ref={opened}>
          {actions.map((action) => (
            <ActionButton
              key={action.kind + ('seat' in action ? action.seat : '')}
              store={store}
              action={action}
              member={member}
              onDone={toggle}
            />
          ))}
          {/* Last: what a room reports while somebody is about to press must not move the button. */}
          {seesDevices && <MemberDevices store={store} member={member} />}
        </div>
      )}
    </div>
  );
}
