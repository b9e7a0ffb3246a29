import type { ComponentChildren, JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { commonWords } from '../../i18n/common.ts';
import { refusalText } from '../../i18n/formats.ts';
import type { ConferenceStore } from '../../state/conference/conference.ts';
import { Alert, Button } from '../shared/controls.tsx';
import { DialogNotice } from '../shared/dialog-notice.ts';

interface RefusalProps {
  readonly store: ConferenceStore;
}

/** Why the last command had no effect, over the page. */
export function Refusal({ store }: RefusalProps): JSX.Element | null {
  const refusal = store.refusal.value;
  if (!refusal) return null;
  return (
    <div class="conference__refusal">
      <Alert>{refusalText(refusal)}</Alert>
      <Button look="quiet" onPress={() => store.forgetRefusal()}>
        {commonWords().close}
      </Button>
    </div>
  );
}

/** Also shows it in a dialog that was open when the command was refused. */
export function RefusalInDialogs({
  store,
  children,
}: RefusalProps & { readonly children: ComponentChildren }): JSX.Element {
  const Notice = useCallback(() => <RefusedSince store={store} />, [store]);
  return <DialogNotice.Provider value={Notice}>{children}</DialogNotice.Provider>;
}

function RefusedSince({ store }: RefusalProps): JSX.Element | null {
  const refusal = store.refusal.value;
  const [before] = useState(refusal);
  return refusal && refusal !== before ? <Alert>{refusalText(refusal)}</Alert> : null;
}
