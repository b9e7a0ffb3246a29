import type { JSX } from 'preact';
import { isModerator } from '../../../domain/conference/state.ts';
import type { Participant } from '../../../protocol/state.ts';
import { t } from '../../i18n/messages.ts';
import type { ConferenceStore } from '../../state/conference.ts';
import { pageSeen } from '../page-seen.ts';

interface QualityMarksProps {
  readonly store: ConferenceStore;
  readonly participant: Participant;
}

/** For those who moderate: what a participant does not hear or see well just now. */
export function QualityMarks({ store, participant }: QualityMarksProps): JSX.Element | null {
  const own = store.own.value;
  // What nobody looks at is not asked for.
  if (!pageSeen.value || !own || !isModerator(own.role) || participant.presence !== 'present') return null;
  const marks = store.qualities.marks.value.get(participant.id) ?? [];
  if (marks.length === 0) return null;
  return (
    <span class="quality">
      {marks.map(({ kind, band }) => (
        <b
          key={kind}
          class={`quality__mark quality__mark--${band}`}
          title={t().viewing.qualityHint}
          data-testid="quality-mark"
          data-kind={kind}
          data-band={band}
        >
          {t().viewing.qualities[kind][band]}
        </b>
      ))}
    </span>
  );
}
