import type { LetterMethod } from './announcement-repository.ts';
import type { Letter } from './letter.ts';

export interface AddressedLetter extends Letter {
  readonly to: { readonly name: string; readonly address: string };
  /** Display name beside the service's own address. */
  readonly fromName: string;
  /** The same for the same letter, so a letter that is sent twice after a crash is received once. */
  readonly messageId: string;
  /** Where people and calendar programs send the answer; null for a letter that asks for none. */
  readonly replyTo: string | null;
  readonly calendar: { readonly method: LetterMethod; readonly content: string } | null;
}

export interface Post {
  /** `refused`: the server will never accept this letter. Rejects if another try may help. */
  send(message: AddressedLetter): Promise<'sent' | 'refused'>;
}
