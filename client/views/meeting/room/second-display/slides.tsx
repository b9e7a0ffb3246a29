import type { JSX } from 'preact';
import type { Participant } from '../../../../../protocol/state.ts';
import type { Attendance } from '../../../../media/attendance.ts';
import { slidesTile } from '../../../../state/conference/stage.ts';
import type { Tile } from '../../../../state/conference/stage.ts';
import { presentation } from '../../../../state/documents/documents.ts';
import type { SecondDisplay } from '../../../../state/room/second-display.ts';
import { MeetingProvider, useMeeting } from '../../meeting-context.ts';
import { DocumentPage } from '../../panels/documents/document-page.tsx';
import { PageTurner } from '../../panels/documents/documents-turner.tsx';
import { StageTile } from '../../stage/stage.tsx';
import { stageWords } from '../../stage/words.ts';
import { OutOfReach } from '../out-of-reach.tsx';
import { OnSecondDisplay } from './second-display.tsx';

interface SlidesProps {
  readonly attendance: Attendance;
  readonly own: Participant;
}

/**
 * The slides of the stage on the room's second display, and the presenter's buttons on the display that the keys
 * work. A shared screen is the stream that the stage would show.
 */
export function SlidesApart({
  display,
  attendance,
  own,
}: SlidesProps & { readonly display: SecondDisplay }): JSX.Element | null {
  const meeting = useMeeting();
  const store = attendance.conference;
  const conference = store.conference.value;
  const tile = slidesTile(conference, own.id);
  if (!tile) return null;
  const shown = tile.kind === 'document' ? presentation(conference, own) : undefined;
  return (
    <>
      <OnSecondDisplay display={display}>
        <MeetingProvider value={meeting}>
          <Slides attendance={attendance} tile={tile} />
        </MeetingProvider>
      </OnSecondDisplay>
      {shown && (shown.mayTurn || shown.mayHide) && <PageTurner store={store} shown={shown} />}
    </>
  );
}

function Slides({
  attendance,
  tile,
}: Pick<SlidesProps, 'attendance'> & { readonly tile: Tile }): JSX.Element {
  const store = attendance.conference;
  const { classification, documents } = store.conference.value;
  const document = tile.kind === 'document' ? documents.byId[tile.documentId] : undefined;
  return (
    <div class="conference conference--room second-display" data-testid="second-display-slides">
      <OutOfReach store={store} />
      <div class="scene second-display__scene">
        {classification === 'classified' && <p class="scene__classified">{stageWords().classified}</p>}
        {tile.kind === 'stream' && (
          <StageTile
            testId="second-display-screen"
            attendance={attendance}
            tile={{ ...tile, size: 'large' }}
          />
        )}
        {tile.kind === 'document' && document && (
          <div class="slide">
            <DocumentPage key={tile.documentId} document={document} page={tile.page} />
          </div>
        )}
      </div>
    </div>
  );
}
