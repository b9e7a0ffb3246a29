import type { JSX } from 'preact';
import type { WordedSelection } from '../../../protocol/rest/selections.ts';
import { t } from '../../i18n/messages.ts';

/** A selection as people read it: what it includes, and what it leaves out. */
export function Worded({ selection }: { readonly selection: WordedSelection }): JSX.Element {
  return (
    <span>
      {said(selection.include)}
      {selection.except.length > 0 && ` – ${t().inviting.except}: ${said(selection.except)}`}
    </span>
  );
}

const said = (part: WordedSelection['include']): string => part.map(t().inviting.worded).join('; ');
