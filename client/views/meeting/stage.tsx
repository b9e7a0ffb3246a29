import type { JSX } from 'preact';
import { streamKey } from '../../../domain/media/sources.ts';
import { t } from '../../i18n/messages.ts';
import type { Attendance } from '../../media/attendance.ts';
import type { ConferenceStore } from '../../state/conference.ts';
import { tiles } from '../../state/stage.ts';
import type { StreamTile, Tile } from '../../state/stage.ts';
import { HallIcon, MicrophoneIcon, MicrophoneOffIcon } from '../icons.tsx';
import { DocumentSlide } from './panels/document-slide.tsx';
import { Picture } from './picture.tsx';

/** What everybody at this table sees, laid out as the moderators have chosen. */
export function Stage({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const store = attendance.conference;
  const conference = store.conference.value;
  const shown = tiles(conference, store.identity.value?.id);
  const large = shown.filter(({ size }) => size === 'large' || size === 'half');
  const small = shown.filter(({ size }) => size === 'small' || size === 'thumb');
  const isGrid = small.length === 0 || large.length === 0;
  const view = (tile: Tile): JSX.Element =>
    tile.kind === 'document' ? (
      <DocumentTile key="document" store={store} tile={tile} />
    ) : (
      <StageTile key={`${tile.participantId}/${tile.source}`} tile={tile} track={trackOf(attendance, tile)} />
    );
  return (
    <section
      class={`stage stage--${isGrid ? 'grid' : 'ranked'}`}
      data-count={shown.length}
      data-layout={conference.stage.layout}
      aria-label={t().stage}
      data-testid="stage"
    >
      {shown.length === 0 && <EmptyStage />}
      {isGrid ? (
        shown.map(view)
      ) : (
        <>
          <div class="stage__main" data-count={large.length}>
            {large.map(view)}
          </div>
          <div class="stage__side" data-count={small.length}>
            {small.map(view)}
          </div>
        </>
      )}
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
}

function DocumentTile({ store, tile }: DocumentTileProps): JSX.Element {
  const { documentId, page, size, place } = tile;
  return (
    <figure
      class={`tile tile--${size} tile--document`}
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
  readonly track: MediaStreamTrack | undefined;
}

function StageTile({ tile, track }: StageTileProps): JSX.Element {
  const { place, size, source, participant, isOwn } = tile;
  const { name, siteName, presence, microphone } = participant;
  return (
    <figure
      class={`tile tile--${size} tile--${source}`}
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
