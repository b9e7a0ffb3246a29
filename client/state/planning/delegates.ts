import { askedDelegates } from '../../../protocol/rest/meetings/meetings.ts';
import type { AskedDelegate } from '../../../protocol/rest/meetings/meetings.ts';

/** One person per line: name, comma, position. */
export const typedDelegates = (delegates: readonly AskedDelegate[]): string =>
  delegates.map(({ name, position }) => (position === '' ? name : `${name}, ${position}`)).join('\n');

/** Undefined where the server would not take the typed text. The first comma ends the name. */
export function delegatesOf(typed: string): AskedDelegate[] | undefined {
  const delegates = typed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...position] = line.split(',');
      return { name, position: position.join(',') };
    });
  const parsed = askedDelegates.safeParse({ delegates });
  return parsed.success ? parsed.data.delegates : undefined;
}
