import type { CSSProperties, JSX } from 'preact';
import type { ConferenceState } from '../../../../protocol/state.ts';
import type { Attendance } from '../../../media/attendance.ts';
import { stageGrid, tiles } from '../../../state/conference/stage.ts';
import type { Tile } from '../../../state/conference/stage.ts';
import { DocumentIcon, HallIcon } from '../../shared/icons.tsx';
import { Picture } from './picture.tsx';
import { trackOf } from './track.ts';
import { stageWords } from './words.ts';

interface MiniStageProps {
  readonly attendance: Attendance;
  /** The conference whose stage is drawn: as it is, or as it would be. */
  readonly conference: ConferenceState;
  readonly caption: string;
  readonly isNext?: boolean;
  readonly testId: string;
}

/**
 * A stage as a room sees it that does not speak, in small: with the pictures that this page receives anyway, and names
 * in place of the others.
 */
export function MiniStage({
  attendance,
  conference,
  caption,
  isNext = false,
  testId,
}: MiniStageProps): JSX.Element {
  const shown = tiles(conference, undefined);
  const grid = stageGrid(shown);
  const names = shown.map((tile) => textOf(conference, tile)).join('; ');
  return (
    <figure class={`mini-stage${isNext ? ' mini-stage--next' : ''}`}>
      <figcaption>{caption}</figcaption>
      <div
        class={`mini-stage__tiles mini-stage__tiles--${grid.sideColumns === 0 ? 'even' : 'ranked'}`}
        style={{
          '--large-columns': grid.largeColumns,
          '--side-columns': grid.sideColumns,
          '--side-rows': grid.sideRows,
        }}
        role="img"
        aria-label={`${caption}: ${names === '' ? stageWords().emptyStage : names}`}
        data-layout={conference.stage.layout}
        data-testid={testId}
      >
        {shown.length === 0 && <span class="mini-stage__empty">{stageWords().emptyStage}</span>}
        {shown.map((tile, index) => {
          const at = grid.places[index];
          const style = at ? { gridRow: at.row + 1, gridColumn: grid.largeColumns + at.column } : {};
          return (
            <MiniTile
              key={tile.kind === 'document' ? 'document' : `${tile.participantId}/${tile.source}`}
              attendance={attendance}
              conference={conference}
              tile={tile}
              style={style}
            />
          );
        })}
      </div>
    </figure>
  );
}

interface MiniTileProps {
  readonly attendance: Attendance;
  readonly conference: ConferenceState;
  readonly tile: Tile;
  readonly style: CSSProperties;
}

function MiniTile({ attendance, conference, tile, style }: MiniTileProps): JSX.Element {
  const { identity } = attendance.conference;
  const track =
    tile.kind === 'stream'
      ? // The own picture comes from the own camera, drawn as the rooms see it.
        trackOf(attendance, { ...tile, isOwn: tile.participantId === identity.value?.id })
      : undefined;
  const blank = (
    <span class="mini-stage__blank">{tile.kind === 'document' ? <DocumentIcon /> : <HallIcon />}</span>
  );
  return (
    <span
      class={`mini-stage__tile mini-stage__tile--${tile.size}`}
      style={style}
      data-place={tile.place}
      data-participant={tile.kind === 'stream' ? tile.participantId : undefined}
    >
      {track ? <Picture track={track} blank={blank} /> : blank}
      <span class="mini-stage__name">{textOf(conference, tile)}</span>
    </span>
  );
}

const textOf = (conference: ConferenceState, tile: Tile): string =>
  tile.kind === 'document'
    ? (conference.documents.byId[tile.documentId]?.title ?? stageWords().places.slides)
    : tile.place === 'pinned'
      ? tile.participant.name
      : `${stageWords().places[tile.place]}: ${tile.participant.name}`;
