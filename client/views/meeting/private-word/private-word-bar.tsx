import type { JSX } from 'preact';
import type { Participant } from '../../../../protocol/state.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { ownWord } from '../../../state/conference/private-word.ts';
import { Button } from '../../shared/controls.tsx';
import { PrivateWordIcon } from '../../shared/icons.tsx';
import { useServerNow } from '../now.ts';
import { privateWordWords } from './words.ts';

interface PrivateWordBarProps {
  readonly attendance: Attendance;
  readonly own: Participant;
  readonly large?: boolean;
}

/**
 * Says for as long as it lasts that a private word is under way and with whom, and ends it. Shows nothing while the
 * connection is lost: nothing is sent then, and the server ends it.
 */
export function PrivateWordBar({ attendance, own, large = false }: PrivateWordBarProps): JSX.Element | null {
  const { conference: store, capture } = attendance;
  const word = ownWord(store.conference.value, own.id, store.clock.now());
  // Until what is over need not be said any more.
  useServerNow(store.clock, word?.kind === 'over');
  if (!word || word.kind === 'called' || store.standing.value.kind !== 'joined') return null;
  const words = privateWordWords();
  const other = word.other?.name ?? '';
  const ending = word.ending === undefined ? '' : words.endings[word.ending];
  const { title, hint } = {
    calls: { title: words.calls(other), hint: words.callsHint },
    on: { title: words.on(other), hint: words.onHint },
    over: { title: words.over(other), hint: ending },
  }[word.kind];
  const isSilent = word.kind !== 'over' && capture.microphone.value === undefined;
  return (
    <section
      class={`private-word private-word--${word.kind}`}
      data-testid="private-word"
      data-kind={word.kind}
      data-other={word.other?.id}
      data-ending={word.ending}
    >
      <PrivateWordIcon />
      <p role="status">
        <strong>{title}</strong> <span>{isSilent ? words.noMicrophone : hint}</span>
      </p>
      {word.kind !== 'over' && (
        <Button
          large={large}
          testId="private-word-end"
          onPress={() => void store.command('privateWord.end', {})}
        >
          {word.kind === 'on' ? words.finish : words.withdraw}
        </Button>
      )}
    </section>
  );
}
