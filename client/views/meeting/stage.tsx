import type { JSX } from 'preact';
import { streamKey } from '../../../domain/media/sources.ts';
import { t } from '../../i18n/messages.ts';
import type { Attendance } from '../../media/attendance.ts';
import { tiles } from '../../state/stage.ts';
import type { Tile } from '../../state/stage.ts';
import { HallIcon, MicrophoneIcon, MicrophoneOffIcon } from '../icons.tsx';
import { Picture } from './picture.tsx';

/** What everybody sees: one picture large, the others beside it. */
export function Stage({ attendance }: { readonly attendance: Attendance }): JSX.Element {
  const shown = tiles(attendance.conference.conference.value, attendance.conference.identity.value?.id);
  return (
    <section class={`stage stage--${shown.length}`} aria-label={t().stage} data-testid="stage">
      {shown.length === 0 && (
        <div class="stage__empty">
          <HallIcon />
          <p>{t().emptyStage}</p>
          <p>{t().emptyStageHint}</p>
        </div>
      )}
      {shown.map((tile) => (
        <StageTile
          key={`${tile.participantId}/${tile.source}`}
          tile={tile}
          track={trackOf(attendance, tile)}
        />
      ))}
    </section>
  );
}

function trackOf(attendance: Attendance, tile: Tile): MediaStreamTrack | undefined {
  if (!tile.isOwn) return attendance.media.received.value.get(streamKey(tile.participantId, tile.source));
  return tile.source === 'screen' ? attendance.screen.value : attendance.capture.camera.value;
}

interface StageTileProps {
  readonly tile: Tile;
  readonly track: MediaStreamTrack | undefined;
}

function StageTile({ tile, track }: StageTileProps): JSX.Element {
  const { seat, size, source, participant, isOwn } = tile;
  const { name, siteName, presence, microphone } = participant;
  return (
    <figure
      class={`tile tile--${size} tile--${source}`}
      data-testid={`tile-${seat}`}
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
      <span class={`tile__seat tile__seat--${seat}`}>{t().seats[seat]}</span>
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
