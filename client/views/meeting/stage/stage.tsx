import type { CSSProperties, JSX } from 'preact';
import { groupOf } from '../../../../domain/media/sources.ts';
import type { Place } from '../../../../protocol/conference/stage.ts';
import { stageWords } from './words.ts';
import { meetingWords } from '../words.ts';
import type { Attendance } from '../../../media/attendance.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { stageGrid, tiles } from '../../../state/conference/stage.ts';
import type { StreamTile, Tile } from '../../../state/conference/stage.ts';
import { useMediaQuery } from '../../../hooks/media-query.ts';
import { HallIcon } from '../../shared/icons.tsx';
import { lazyView } from '../../shared/lazy-view.tsx';
import { Picture } from './picture.tsx';
import { BlankTile, TileCaption } from './tile-parts.tsx';
import { trackOf } from './track.ts';

export const DocumentSlide = lazyView(
  async () => (await import('../panels/documents/document-slide.tsx')).DocumentSlide,
  'part',
);

/** What all participants of this scene see, in the layout that the moderators have chosen. */
export function Stage({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const store = attendance.conference;
  const conference = store.conference.value;
  const shown = tiles(conference, store.identity.value?.id, attendance.viewing.withSlides.value);
  const grid = stageGrid(shown);
  // There the stage scrolls (stage.css), so the keyboard must reach it.
  const mayScroll = useMediaQuery('(width < 40rem) and (orientation: portrait)');
  const ownId = store.identity.value?.id;
  const group = ownId === undefined ? undefined : groupOf(conference, ownId);
  return (
    <section
      class={`stage stage--${grid.sideColumns === 0 ? 'even' : 'ranked'}`}
      style={{
        '--large-columns': grid.largeColumns,
        '--side-columns': grid.sideColumns,
        '--side-rows': grid.sideRows,
      }}
      data-layout={conference.stage.layout}
      aria-label={stageWords().stage}
      tabIndex={mayScroll ? 0 : undefined}
      data-testid="stage"
    >
      {shown.length === 0 && <EmptyStage />}
      {shown.map((tile, index) => {
        const at = grid.places[index];
        // A spare row above the side tiles centres them when there are only a few.
        const style = at ? { gridRow: at.row + 1, gridColumn: grid.largeColumns + at.column } : {};
        return tile.kind === 'document' ? (
          <DocumentTile key="document" store={store} tile={tile} style={style} />
        ) : (
          <StageTile
            key={`${tile.participantId}/${tile.source}`}
            testId={`tile-${tile.place}`}
            // In a group nobody has a place on the stage.
            {...(group === undefined && { place: tile.place })}
            tile={tile}
            style={style}
            attendance={attendance}
          />
        );
      })}
    </section>
  );
}

function EmptyStage(): JSX.Element {
  return (
    <div class="stage__empty">
      <HallIcon />
      <p>{stageWords().emptyStage}</p>
      <p>{stageWords().emptyStageHint}</p>
    </div>
  );
}

interface DocumentTileProps {
  readonly store: ConferenceStore;
  readonly tile: Extract<Tile, { kind: 'document' }>;
  readonly style: CSSProperties;
}

function DocumentTile({ store, tile, style }: DocumentTileProps): JSX.Element {
  const { documentId, page, size, place } = tile;
  return (
    <figure
      class={`tile tile--${size} tile--document`}
      style={style}
      data-testid={`tile-${place}`}
      data-document={documentId}
      data-page={page}
    >
      <DocumentSlide store={store} documentId={documentId} page={page} />
    </figure>
  );
}

interface StageTileProps {
  readonly attendance: Attendance;
  readonly tile: StreamTile;
  readonly testId: string;
  /** The tile's place on the stage, if it has one. */
  readonly place?: Place;
  readonly style?: CSSProperties;
}

export function StageTile({ attendance, tile, testId, place, style }: StageTileProps): JSX.Element {
  const { size, source, participant, isOwn } = tile;
  const track = trackOf(attendance, tile);
  const { name, presence } = participant;
  const isCutOff = attendance.conference.standing.value.kind === 'reconnecting';
  const blank = <BlankTile attendance={attendance} participant={participant} />;
  // A shared screen may stay still for any time.
  const mayStandStill = isOwn || source === 'screen';
  return (
    <figure
      class={`tile tile--${size} tile--${source}`}
      style={style}
      data-testid={testId}
      data-participant={participant.id}
      data-own={isOwn}
    >
      {track ? (
        <Picture
          track={track}
          label={name}
          // A person at a desk looks into a mirror; a room sees itself as the others do.
          mirrored={isOwn && source === 'camera' && participant.kind === 'account'}
          {...(!mayStandStill && { blank })}
        />
      ) : (
        blank
      )}
      {presence === 'away' && <div class="tile__away">{meetingWords().connectionLost}</div>}
      {/* Without the server, the page does not know who speaks now. */}
      {place && !(place === 'speaker' && isCutOff) && (
        <span class={`tile__seat tile__seat--${place}`}>{stageWords().places[place]}</span>
      )}
      <figcaption class="tile__caption">
        <TileCaption participant={participant} isOwn={isOwn} />
      </figcaption>
    </figure>
  );
}
