import { useEffect } from 'preact/hooks';
import { commonWords } from '../../i18n/common.ts';

/** Sets the title of the document, by which tabs and the history of the browser name the page. */
export function Title({ text }: { readonly text: string }): null {
  const title = `${text} – ${commonWords().appName}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
