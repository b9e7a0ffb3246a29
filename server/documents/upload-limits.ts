import { Failure } from '../../protocol/failure.ts';
import { createBuckets } from '../perimeter/buckets.ts';

/** Per account. Each upload in progress holds a file on disk. */
const uploadsAtOnce = 3;
/** Per account. Each upload is stored for good and announced to every room of a live session. */
const uploadPace = { burst: 60, perS: 0.2 };

/** @returns begins an upload of an account, until disposed; throws Failure `too-many-uploads` */
export function countUploads(now: () => number): (accountId: string) => Disposable {
  const uploads = createBuckets(uploadPace, now);
  const underWay = new Map<string, number>();
  return (accountId) => {
    const before = underWay.get(accountId) ?? 0;
    if (before >= uploadsAtOnce) throw new Failure('too-many-uploads', `at most ${uploadsAtOnce} at once`);
    const upload = uploads(accountId);
    const retryAfterS = upload.waitS();
    if (retryAfterS > 0)
      throw new Failure('too-many-uploads', 'too many uploads in a short time', { retryAfterS });
    upload.take(1);
    underWay.set(accountId, before + 1);
    return {
      [Symbol.dispose]() {
        const left = (underWay.get(accountId) ?? 0) - 1;
        if (left > 0) underWay.set(accountId, left);
        else underWay.delete(accountId);
      },
    };
  };
}
