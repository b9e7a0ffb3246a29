import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Participant } from '../../../../protocol/state.ts';
import { viewingWords } from './viewing-words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { Button } from '../../shared/controls.tsx';
import { PreviousIcon } from '../../shared/icons.tsx';
import { cameraTile } from '../../../state/conference/stage.ts';
import { StageTile } from './stage.tsx';

interface SingleProps {
  readonly attendance: Attendance;
  readonly participant: Participant;
}

/** One participant as large as possible, for moderators. */
export function Single({ attendance, participant }: SingleProps): JSX.Element {
  const { viewing, conference } = attendance;
  const single = useRef<HTMLElement>(null);
  useLayoutEffect(() => single.current?.focus(), []);
  const tile = cameraTile(participant, participant.id === conference.identity.value?.id, 'large');
  return (
    <section
      ref={single}
      class="wall"
      tabIndex={-1}
      aria-label={participant.name}
      onKeyDown={(event) => {
        if (event.key === 'Escape') viewing.showWall();
      }}
    >
      <div class="wall__bar">
        <Button testId="single-back" onPress={() => viewing.showWall()}>
          <PreviousIcon />
          <span>{viewingWords().toWall}</span>
        </Button>
      </div>
      <div class="wall__single">
        <StageTile testId="single" attendance={attendance} tile={tile} />
      </div>
    </section>
  );
}
