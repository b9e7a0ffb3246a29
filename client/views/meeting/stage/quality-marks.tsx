import type { JSX } from 'preact';
import { isModerator } from '../../../../domain/conference/state.ts';
import type { Participant } from '../../../../protocol/state.ts';
import { viewingWords } from './viewing-words.ts';
import type { ConferenceStore } from '../../../state/conference/conference.ts';
import { pageSeen } from '../../../hooks/page-seen.ts';

interface QualityMarksProps {
  readonly store: ConferenceStore;
  readonly participant: Participant;
}

/**
 * For moderators: what a participant does not hear or see well at the moment, and whether
 * its audio does not arrive.
 */
export function QualityMarks({ store, participant }: QualityMarksProps): JSX.Element | null {
  const own = store.own.value;
  // On a page that is not visible, the server is not asked.
  if (!pageSeen.value || !own || !isModerator(own.role) || participant.presence !== 'present') return null;
  const findings = store.qualities.findings.value;
  const marks = findings.marks.get(participant.id) ?? [];
  // The participant may have been muted since.
  const isSilent = participant.microphone === 'open' && findings.silent.has(participant.id);
  if (marks.length === 0 && !isSilent) return null;
  return (
    <span class="quality">
      {isSilent && (
        <b class="quality__mark quality__mark--poor" data-testid="silent-mark">
          {viewingWords().silent}
        </b>
      )}
      {marks.map(({ kind, band }) => (
        <b
          key={kind}
          class={`quality__mark quality__mark--${band}`}
          title={viewingWords().qualityHint}
          data-kind={kind}
          data-band={band}
        >
          {viewingWords().qualities[kind][band]}
        </b>
      ))}
    </span>
  );
}
