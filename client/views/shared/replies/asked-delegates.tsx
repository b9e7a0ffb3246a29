import type { JSX } from 'preact';
import type { AskedDelegate } from '../../../../protocol/rest/meetings/meetings.ts';
import { sharedWords } from '../words.ts';
import { namedDelegates } from '../../../../domain/words.ts';

/** The delegates that the planners ask an office to send; nothing where they name none. */
export function AskedDelegates({ asked }: { readonly asked: readonly AskedDelegate[] }): JSX.Element | null {
  if (asked.length === 0) return null;
  return (
    <small class="asked-delegates" data-testid="asked-delegates">
      {sharedWords().asked(namedDelegates(asked))}
    </small>
  );
}
