import { useState } from 'preact/hooks';
import type { Rest } from '../../signaling/rest.ts';
import { PagePictures, pictureSizeFor } from '../../state/page-pictures.ts';

/** The pages of documents that are here, for as long as the view stands, in the size that this screen can show. */
export function usePictures(rest: Rest): PagePictures {
  const [pictures] = useState(() => {
    const { width, height } = screen;
    return new PagePictures(
      rest,
      pictureSizeFor({ width: width * devicePixelRatio, height: height * devicePixelRatio }),
    );
  });
  return pictures;
}
