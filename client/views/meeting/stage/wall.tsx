import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Participant } from '../../../../protocol/state.ts';
import { viewingWords } from './viewing-words.ts';
import { meetingWords } from '../words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { cameraTile } from '../../../state/conference/stage.ts';
import { wallGrid, wallSizes } from '../../../state/conference/wall.ts';
import type { WallPage } from '../../../state/conference/wall.ts';
import { Button, Toggle } from '../../shared/controls.tsx';
import { HandIcon, NextIcon, PreviousIcon, RotateIcon } from '../../shared/icons.tsx';
import { Picture } from './picture.tsx';
import { QualityMarks } from './quality-marks.tsx';
import { BlankTile, TileCaption } from './tile-parts.tsx';
import { trackOf } from './track.ts';

/** How long each page is shown during the rotation. */
const rotationMs = 10_000;
/** How long the rotation pauses after somebody has changed the page by hand. */
const handMs = 30_000;

interface WallProps {
  readonly attendance: Attendance;
  readonly page: WallPage;
}

/** All rooms, page by page, for moderators. */
export function Wall({ attendance, page }: WallProps): JSX.Element {
  const { viewing } = attendance;
  const { columns, rows } = wallGrid(viewing.size, page);
  const wall = useRef<HTMLElement>(null);
  useLayoutEffect(() => wall.current?.focus(), []);
  useRotation(attendance, page);
  const turn = (step: -1 | 1): void => {
    // The tile with the focus is about to be removed; without this, the arrow keys would stop working.
    if (document.activeElement?.closest('.wall__grid')) wall.current?.focus();
    viewing.turn(step);
  };
  return (
    <section
      ref={wall}
      class="wall"
      tabIndex={-1}
      aria-label={viewingWords().wall}
      data-testid="wall"
      data-page={page.number}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft' || event.key === 'PageUp') turn(-1);
        else if (event.key === 'ArrowRight' || event.key === 'PageDown') turn(1);
        else if (event.key === 'Escape') viewing.showStage();
        else return;
        event.preventDefault();
      }}
    >
      <WallBar attendance={attendance} page={page} onTurn={turn} />
      {page.members.length === 0 && <p class="wall__empty">{viewingWords().empty}</p>}
      <ul class="wall__grid" style={{ '--columns': columns, '--rows': rows }}>
        {page.members.map((participant) => (
          <li key={participant.id}>
            <WallTile attendance={attendance} participant={participant} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function useRotation({ viewing }: Attendance, { of }: WallPage): void {
  const rotates = viewing.rotates.value && of > 1;
  const { turnedAt } = viewing;
  useEffect(() => {
    if (!rotates) return undefined;
    const timer = setInterval(() => {
      // A keyboard user inside the tiles must not lose the place.
      const isBusy = document.querySelector('.wall__tile:focus-visible') !== null;
      if (!isBusy && performance.now() - turnedAt >= handMs) viewing.rotate();
    }, rotationMs);
    return () => clearInterval(timer);
  }, [viewing, rotates, turnedAt]);
}

interface WallBarProps extends WallProps {
  readonly onTurn: (step: -1 | 1) => void;
}

function WallBar({ attendance: { viewing }, page, onTurn }: WallBarProps): JSX.Element {
  const isAlone = page.of < 2;
  return (
    <div class="wall__bar" role="toolbar" aria-label={viewingWords().wall}>
      <Button
        label={viewingWords().previous}
        disabled={isAlone}
        testId="wall-previous"
        onPress={() => onTurn(-1)}
      >
        <PreviousIcon />
      </Button>
      <span class="wall__page" role="status" aria-live={viewing.rotates.value ? 'off' : 'polite'}>
        {viewingWords().page(page.number, page.of)}
      </span>
      <Button label={viewingWords().next} disabled={isAlone} testId="wall-next" onPress={() => onTurn(1)}>
        <NextIcon />
      </Button>
      <Button
        pressed={viewing.rotates.value}
        look={viewing.rotates.value ? 'primary' : 'plain'}
        testId="wall-rotate"
        onPress={() => (viewing.rotates.value = !viewing.rotates.value)}
      >
        <RotateIcon />
        <span>{viewingWords().rotate}</span>
      </Button>
      <Toggle
        label={viewingWords().size}
        value={viewing.sizeName}
        options={wallSizes.map((size) => ({ value: `${size}` as const, text: `${size}` }))}
        testId="wall-size"
        onChange={(size) => viewing.resize(size)}
      />
    </div>
  );
}

interface WallTileProps {
  readonly attendance: Attendance;
  readonly participant: Participant;
}

function WallTile({ attendance, participant }: WallTileProps): JSX.Element {
  const { conference: store, viewing } = attendance;
  const { id, presence } = participant;
  const conference = store.conference.value;
  const isOwn = id === store.identity.value?.id;
  const track = trackOf(attendance, cameraTile(participant, isOwn, 'thumb'));
  const blank = <BlankTile attendance={attendance} participant={participant} />;
  return (
    <button
      type="button"
      class={`tile wall__tile${conference.floor.holder?.participantId === id ? ' wall__tile--speaks' : ''}`}
      title={viewingWords().enlarge}
      data-testid="wall-tile"
      data-participant={id}
      data-own={isOwn}
      onClick={() => viewing.showSingle(id)}
    >
      {track ? <Picture track={track} mirrored={isOwn} {...(!isOwn && { blank })} /> : blank}
      {presence === 'away' && <span class="tile__away">{meetingWords().connectionLost}</span>}
      {conference.floor.queue.some(({ participantId }) => participantId === id) && (
        <span class="wall__hand">
          <HandIcon />
          <span class="visually-hidden">{viewingWords().handRaised}</span>
        </span>
      )}
      <QualityMarks store={store} participant={participant} />
      <span class="tile__caption">
        <TileCaption participant={participant} isOwn={isOwn} />
      </span>
    </button>
  );
}
