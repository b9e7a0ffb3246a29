import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { commonWords } from '../../i18n/common.ts';
import { textsLoaded } from '../../i18n/language.ts';
import { Button } from './controls.tsx';
import { MessagePage } from './message-page.tsx';
import { sharedWords } from './words.ts';

/** Long enough that a server that starts again is not asked by all its rooms every second. */
const retryMs = 10_000;

type Loaded<Props> = 'no' | 'loading' | 'failed' | { readonly View: ComponentType<Props> };

interface LazyView<Props> {
  (props: Props): JSX.Element | null;
  /** Loads the code before the view is shown. After a failure, showing the view tries again. */
  readonly prepare: () => Promise<void>;
}

/**
 * A view whose code is loaded when it is first shown.
 *
 * @param of a `part` of a page shows nothing while it is loaded, a `page` says so
 */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  of: 'page' | 'part' = 'page',
): LazyView<Props> {
  const loaded = signal<Loaded<Props>>('no');
  const start = async (onFailure: 'no' | 'failed'): Promise<void> => {
    if (loaded.peek() !== 'no') return;
    loaded.value = 'loading';
    try {
      const View = await load();
      await textsLoaded();
      loaded.value = { View };
    } catch {
      loaded.value = onFailure;
    }
  };
  function LazyView(props: Props): JSX.Element | null {
    const { value } = loaded;
    useEffect(() => {
      if (value === 'no') void start('failed');
    }, [value]);
    if (value === 'failed') return <NotLoaded />;
    if (typeof value === 'string')
      return of === 'page' ? <MessagePage title={commonWords().loading} /> : null;
    return <value.View {...props} />;
  }
  return Object.assign(LazyView, { prepare: () => start('no') });
}

/**
 * The server was away, or serves a newer version whose files have other names; the page itself must be loaded
 * again. It does so by itself because a room has no one to press a button, and only once the server answers:
 * the browser's own page for an unreachable server would stay for good.
 */
function NotLoaded(): JSX.Element {
  useEffect(() => {
    const reloadIfThere = (): void =>
      void fetch(location.href, { method: 'HEAD', cache: 'no-store' }).then(
        ({ ok }) => ok && location.reload(),
        // Still away: the next round asks again.
        () => undefined,
      );
    const timer = setInterval(reloadIfThere, retryMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <MessagePage title={sharedWords().notLoaded} text={sharedWords().notLoadedHint} testId="not-loaded">
      <Button look="primary" onPress={() => location.reload()}>
        {commonWords().reload}
      </Button>
    </MessagePage>
  );
}
