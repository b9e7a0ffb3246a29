import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { documentWords } from './words.ts';
import { paperListWords } from '../../../shared/papers/words.ts';
import type { ConferenceStore } from '../../../../state/conference/conference.ts';
import { pageBeside } from '../../../../state/documents/documents.ts';
import type { Presentation } from '../../../../state/documents/documents.ts';
import { Button } from '../../../shared/controls.tsx';
import { CloseIcon } from '../../../shared/icons.tsx';

interface PageTurnerProps {
  readonly store: ConferenceStore;
  readonly shown: Presentation;
}

/**
 * The presenter's buttons on the slide itself. The arrow keys do the same wherever nothing else needs them.
 */
export function PageTurner({ store, shown }: PageTurnerProps): JSX.Element {
  const { page, pages, mayTurn, mayHide } = shown;
  const documentId = shown.document.id;
  const turn = (step: -1 | 1): void => {
    const next = pageBeside(shown, step);
    if (next !== undefined) void store.command('document.show', { documentId, page: next });
  };
  useEffect(() => {
    if (!mayTurn) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      const step = stepOf(event);
      if (step === undefined || isTaken(event.target)) return;
      event.preventDefault();
      turn(step);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
  return (
    <div class="turner" role="group" aria-label={paperListWords().title}>
      {mayTurn && pages > 1 && (
        <>
          <Button
            label={documentWords().previous}
            hint={documentWords().arrowKeys}
            disabled={page <= 1}
            testId="page-previous"
            onPress={() => turn(-1)}
          >
            ‹
          </Button>
          <span class="turner__page">{documentWords().page(page, pages)}</span>
          <Button
            label={documentWords().next}
            hint={documentWords().arrowKeys}
            disabled={page >= pages}
            testId="page-next"
            onPress={() => turn(1)}
          >
            ›
          </Button>
        </>
      )}
      {mayHide && (
        <Button
          label={documentWords().hide}
          testId="slide-hide"
          onPress={() => void store.command('document.hide', {})}
        >
          <CloseIcon />
        </Button>
      )}
    </div>
  );
}

const steps: Readonly<Record<string, -1 | 1>> = {
  ArrowRight: 1,
  PageDown: 1,
  ArrowLeft: -1,
  PageUp: -1,
};

/** By how many pages a key turns; undefined for other keys. */
export const stepOf = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): -1 | 1 | undefined =>
  ctrlKey || altKey || metaKey ? undefined : steps[key];

/** Where arrow keys have a meaning of their own: in inputs and dialogs. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, dialog, [data-own-keys]') !== null;
