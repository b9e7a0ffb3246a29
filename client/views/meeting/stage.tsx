import type { CSSProperties, JSX } from 'preact';
import { streamKey } from '../../../domain/media/sources.ts';
import { t } from '../../i18n/messages.ts';
import type { Attendance } from '../../media/attendance.ts';
import type { ConferenceStore } from '../../state/conference.ts';
import { stageGrid, tiles } from '../../state/stage.ts';
import type { StreamTile, Tile } from '../../state/stage.ts';
import { HallIcon, MicrophoneIcon, MicrophoneOffIcon } from '../icons.tsx';
import { DocumentSlide } from './panels/document-slide.tsx';
import { Picture } from './picture.tsx';

/** What everybody at this table sees, laid out as the moderators have chosen. */
export function Stage({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const store = attendance.conference;
  const conference = store.conference.value;
  const shown = tiles(conference, store.identity.value?.id);
  const grid = stageGrid(shown);
  return (
    <section
      class={`stage stage--${grid.sideColumns === 0 ? 'even' : 'ranked'}`}
      style={{
        '--large-columns': grid.largeColumns,
        '--side-columns': grid.sideColumns,
        '--side-rows': grid.sideRows,
      }}
      data-layout={conference.stage.layout}
      aria-label={t().stage}
      data-testid="stage"
    >
      {shown.length === 0 && <EmptyStage />}
      {shown.map((tile, index) => {
        const at = grid.places[index];
        // Above the side's rows there is a spare one, which keeps few of them in the middle.
        const style = at ? { gridRow: at.row + 1, gridColumn: grid.largeColumns + at.column } : {};
        return tile.kind === 'document' ? (
          <DocumentTile key="document" store={store} tile={tile} style={style} />
        ) : (
          <StageTile
            key={`${tile.participantId}/${tile.source}`}
            tile={tile}
            style={style}
            track={trackOf(attendance, tile)}
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
      <p>{t().emptyStage}</p>
      <p>{t().emptyStageHint}</p>
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

function trackOf(attendance: Attendance, tile: StreamTile): MediaStreamTrack | undefined {
  if (!tile.isOwn) return attendance.media.received.value.get(streamKey(tile.participantId, tile.source));
  return tile.source === 'screen' ? attendance.screen.value : attendance.capture.camera.value;
}

interface StageTileProps {
  readonly tile: StreamTile;
  readonly style: CSSProperties;
  readonly track: MediaStreamTrack | undefined;
}

function StageTile({ tile, style, track }: StageTileProps): JSX.Element {
  const { place, size, source, participant, isOwn } = tile;
  const { name, siteName, presence, microphone } = participant;
  return (
    <figure
      class={`tile tile--${size} tile--${source}`}
      style={style}
      data-testid={`tile-${place}`}
      data-participant={participant.id}
      data-own={isOwn}
    >
      {track ? (
        <Picture track={track} label={name} mirrored={isOwn && source === 'camera'} />
      ) : (
        <div class="tile__blank">
          <HallIcon />
          <span>{t().noVideo}</span>
        </div>
      )}
      {presence === 'away' && <div class="tile__away">{t().connectionLost}</div>}
      <span class={`tile__seat tile__seat--${place}`}>{t().places[place]}</span>
      <figcaption>
        <span class="tile__name">
          <strong>{isOwn ? t().ownTile(name) : name}</strong>
          {siteName !== '' && siteName !== name && <small>{siteName}</small>}
        </span>
        <span class={`tile__microphone tile__microphone--${microphone}`}>
          {microphone === 'open' ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
          <span class="visually-hidden">{t().microphoneStates[microphone]}</span>
        </span>
      </figcaption>
    </figure>
  );
}
