import type { JSX } from 'preact';
import { isModerator } from '../../../../../domain/conference/state.ts';
import type { Participant } from '../../../../../protocol/state.ts';
import { pageSeen } from '../../../../hooks/page-seen.ts';
import { score } from '../../../../i18n/formats.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { ownHand } from '../../../../state/conference/floor.ts';
import { PeopleIcon } from '../../../shared/desk-icons.ts';
import { HandIcon } from '../../../shared/icons.tsx';
import { viewingWords } from '../../stage/viewing-words.ts';
import { rosterWords } from './words.ts';

interface MemberStatesProps {
  readonly store: ConferenceStore;
  readonly member: Participant;
}

/**
 * What is known of a participant, each in its column: the place in the queue, how many people the room has
 * reported and, for moderators, the figures of what it receives.
 */
export function MemberStates({ store, member: { id } }: MemberStatesProps): JSX.Element {
  const conference = store.conference.value;
  const own = store.own.value;
  const hand = ownHand(conference, id);
  const report = conference.rollCall.reports[id];
  const sees = pageSeen.value && own !== undefined && isModerator(own.role);
  const quality = sees ? store.qualities.findings.value.scores.get(id) : undefined;
  return (
    <>
      <span class="row__cell row__cell--hand" data-testid="row-hand" data-place={hand?.place}>
        {hand && (
          <>
            <HandIcon />
            <span class="visually-hidden">{viewingWords().handRaised}</span>
            {hand.place}
          </>
        )}
      </span>
      <span class="row__cell">
        {report && (
          <>
            <PeopleIcon />
            {report.headCount}
          </>
        )}
      </span>
      <span
        class="row__cell row__cell--quality"
        title={viewingWords().qualityHint}
        data-testid="row-quality"
        data-audio={quality?.audio}
        data-video={quality?.video}
      >
        {quality &&
          rosterWords().figures(
            quality.audio === null ? '–' : score(quality.audio),
            quality.video === null ? '–' : score(quality.video),
          )}
      </span>
    </>
  );
}
