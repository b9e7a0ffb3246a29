import { useState } from 'preact/hooks';
import type { Rest } from '../../../signaling/rest.ts';
import { PagePictureCache, pictureSizeFor } from '../../../state/documents/page-pictures.ts';

/** The fetched pages of documents, while the view is mounted, in the size that this screen can show. */
export function usePictures(rest: Rest): PagePictureCache {
  const [pictures] = useState(() => {
    const { width, height } = screen;
    return new PagePictureCache(
      rest,
      pictureSizeFor({ width: width * devicePixelRatio, height: height * devicePixelRatio }),
    );
  });
  return pictures;
}
