import type { Letter } from './letter.ts';

export interface AddressedLetter extends Letter {
  readonly to: { readonly name: string; readonly address: string };
  /** Display name beside the service's own address. */
  readonly fromName: string;
  /** The same for the same letter, so a letter that is sent twice after a crash is received once. */
  readonly messageId: string;
  /** Where people and calendar programs send the answer; null for a letter that asks for none. */
  readonly replyTo: string | null;
  readonly calendar: {
    readonly method: 'REQUEST' | 'CANCEL';
    readonly content: string;
    /** The name under which it is attached. */
    readonly fileName: string;
  } | null;
}

/**
 * Why a letter was not taken. `refused`: the mail server will never accept it. `deferred`: it does not accept
 * it now. `unreachable`: no mail server answered.
 */
export type PostFailure = {
  readonly reason: 'refused' | 'deferred' | 'unreachable';
  /** The mail server's answer; empty if there was none. */
  readonly words: string;
};

/** `sent`: the mail server took the letter; whether it reaches the mailbox is not known. */
export type PostOutcome = 'sent' | PostFailure;

export interface Post {
  send(message: AddressedLetter): Promise<PostOutcome>;
}

/** @throws Error if the letter was not taken and another try may help, so that the job queue tries again */
export function finalOutcome(outcome: PostOutcome): 'sent' | 'refused' {
  if (outcome === 'sent') return 'sent';
  if (outcome.reason === 'refused') return 'refused';
  throw new Error(`the mail server did not take the letter: ${outcome.reason} ${outcome.words}`.trim());
}
