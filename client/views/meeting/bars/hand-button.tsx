import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { allowed } from '../../../../domain/conference/policy.ts';
import { hasFloor, isModerator } from '../../../../domain/conference/state.ts';
import { speechCategories } from '../../../../protocol/conference/floor.ts';
import type { SpeechCategory } from '../../../../protocol/conference/floor.ts';
import { floorWords } from '../panels/floor/words.ts';
import { commonWords } from '../../../i18n/common.ts';
import { ownHand } from '../../../state/conference/floor.ts';
import { Button, Dialog, Field, Toggle } from '../../shared/controls.tsx';
import { HandIcon } from '../../shared/icons.tsx';
import type { PanelProps } from '../panels/panel-props.ts';

/** Asks for the floor, shows the request's place in the queue, and withdraws the request. */
export function HandButton({
  store,
  own,
  large = false,
  atOnce = false,
}: PanelProps & {
  readonly large?: boolean;
  /** Asks for a speech without a question first: a remote control has no keys to type a subject. */
  readonly atOnce?: boolean;
}): JSX.Element | null {
  const [asking, setAsking] = useState(false);
  const conference = store.conference.value;
  if (!allowed('hand.raise', own.role, conference.phase) || hasFloor(conference, own.id)) return null;
  const raised = ownHand(conference, own.id);
  const isLocked = conference.locks.hands && !isModerator(own.role);
  // Without the server, the page does not know the place.
  const isPlaceKnown = store.standing.value.kind !== 'reconnecting';
  if (raised) {
    return (
      <span class="hand hand--raised" data-testid="own-hand" data-place={raised.place}>
        {isPlaceKnown && (
          <span role="status">
            <HandIcon />
            {floorWords().raised(raised.place)}
          </span>
        )}
        <Button large={large} testId="hand-lower" onPress={() => void store.command('hand.lower', {})}>
          {floorWords().lower}
        </Button>
      </span>
    );
  }
  return (
    <>
      <Button
        large={large}
        testId="hand-raise"
        disabled={isLocked}
        {...(isLocked && { hint: floorWords().handsLocked })}
        onPress={() => {
          if (atOnce) void store.command('hand.raise', { category: 'speech', subject: '' });
          else setAsking(true);
        }}
      >
        <HandIcon />
        {/* A remote control shows no hint. */}
        <span>{isLocked && atOnce ? floorWords().handsLockedShort : floorWords().raise}</span>
      </Button>
      {asking && <HandDialog store={store} onClose={() => setAsking(false)} />}
    </>
  );
}

interface HandDialogProps extends Pick<PanelProps, 'store'> {
  readonly onClose: () => void;
}

function HandDialog({ store, onClose }: HandDialogProps): JSX.Element {
  const [category, setCategory] = useState<SpeechCategory>('speech');
  const [subject, setSubject] = useState('');
  return (
    <Dialog title={floorWords().raiseTitle} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          void store.command('hand.raise', { category, subject });
        }}
      >
        <Toggle
          label={floorWords().category}
          value={category}
          testId="hand-category"
          options={[...speechCategories]
            .reverse()
            .map((value) => ({ value, text: floorWords().categories[value] }))}
          onChange={setCategory}
        />
        <Field
          label={floorWords().subject}
          value={subject}
          onInput={setSubject}
          maxLength={200}
          testId="hand-subject"
        />
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().cancel}</Button>
          <Button type="submit" look="primary" testId="hand-send">
            {floorWords().send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
