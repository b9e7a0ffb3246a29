import type { LetterMethod } from './announcement-repository.ts';
import type { Letter } from './letter.ts';

export interface Message extends Letter {
  readonly to: { readonly name: string; readonly address: string };
  /** Beside the service's own address. */
  readonly fromName: string;
  /** The same for the same letter, so that one that is sent twice after a crash is received once. */
  readonly messageId: string;
  /** Where people and calendars answer; null for a letter that asks for no answer. */
  readonly replyTo: string | null;
  readonly calendar: { readonly method: LetterMethod; readonly content: string } | null;
}

export interface Post {
  /** `refused`: this letter will not be taken, however often it is sent. Rejects where another try may help. */
  send(message: Message): Promise<'sent' | 'refused'>;
}
