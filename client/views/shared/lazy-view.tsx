import { signal } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { commonWords } from '../../i18n/common.ts';
import { Button, Notice } from './controls.tsx';
import { sharedWords } from './words.ts';

/** Long enough that a server that restarts is not asked by all its rooms every second. */
const reloadMs = 30_000;

type Loaded<Props> = 'no' | 'loading' | 'failed' | { readonly View: ComponentType<Props> };

/** A view whose code is loaded when it is first shown. */
export function lazyView<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const loaded = signal<Loaded<Props>>('no');
  const start = async (): Promise<void> => {
    loaded.value = 'loading';
    try {
      loaded.value = { View: await load() };
    } catch {
      loaded.value = 'failed';
    }
  };
  return function LazyView(props: Props): JSX.Element {
    const { value } = loaded;
    useEffect(() => {
      if (value === 'no') void start();
    }, [value]);
    if (value === 'failed') return <NotLoaded />;
    if (typeof value === 'string') return <Notice title={commonWords().loading} />;
    return <value.View {...props} />;
  };
}

/**
 * The server was away, or serves a newer version whose files have other names; the page itself must be loaded
 * again. It does so by itself because a room has no one to press a button.
 */
function NotLoaded(): JSX.Element {
  useEffect(() => {
    const timer = setTimeout(() => location.reload(), reloadMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Notice title={sharedWords().notLoaded} text={sharedWords().notLoadedHint} testId="not-loaded">
      <Button look="primary" onPress={() => location.reload()}>
        {commonWords().reload}
      </Button>
    </Notice>
  );
}
