import { batch, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { Language } from '../../protocol/language.ts';
import type { RestRequest } from '../../protocol/rest/client-types.ts';
import type { EndpointView } from '../../protocol/rest/sites/endpoints.ts';
import type { Refusal } from '../../protocol/rest/problem.ts';
import type { SecondStepView } from '../../protocol/rest/identity/second-factor.ts';
import type { AccountView, Due, SessionView } from '../../protocol/rest/identity/session.ts';
import { createRest } from '../signaling/rest.ts';
import type { Rest } from '../signaling/rest.ts';
import type { Result } from '../signaling/result.ts';

/** Who uses this browser: unknown yet, nobody, or somebody. `unreachable`: the server cannot be asked. */
export type SignInState<T> =
  { readonly kind: 'unknown' | 'none' | 'unreachable' } | { readonly kind: 'held'; readonly by: T };

/** `ended`: the sign-in of the person at work here has ended, by age or by revocation. */
export type HeldAccount = SignInState<AccountView> | { readonly kind: 'ended'; readonly by: AccountView };

/**
 * Renews the session in the cookie, one page of this browser at a time. Each renewal replaces the cookie, and
 * a replaced cookie counts as stolen once its replacement is used.
 */
const oneAtATime = <T>(renew: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('diemcau.renewal', renew) : renew();

/** Asks for the password before a critical change. */
export interface Confirmation {
  readonly answered: Promise<boolean>;
  /** Resolves to undefined on success, else to the error. */
  readonly give: (password: string) => Promise<ErrorCode | undefined>;
  readonly decline: () => void;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'second-step'; readonly step: SecondStepView }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A person's sign-in. */
export class AccountSession {
  readonly #account = signal<HeldAccount>({ kind: 'unknown' });
  readonly #due = signal<readonly Due[]>([]);
  readonly #confirmation = signal<Confirmation | undefined>(undefined);
  readonly rest: Rest = createRest(
    (rest) => this.#renew(rest),
    () => this.#confirm(),
  );

  get account(): ReadonlySignal<HeldAccount> {
    return this.#account;
  }

  /** What the person must do before the session allows anything else. */
  get due(): ReadonlySignal<readonly Due[]> {
    return this.#due;
  }

  /** Set while a change waits for the password. */
  get confirmation(): ReadonlySignal<Confirmation | undefined> {
    return this.#confirmation;
  }

  /** Resumes the session in the cookie, if there is one. */
  async resume(): Promise<void> {
    const renewed = await this.#renew(this.rest);
    if (renewed.ok) this.rest.accessToken = renewed.value;
  }

  /** Signed in, or what is to follow, or why not. */
  async signIn(login: string, password: string): Promise<SignInOutcome> {
    const result = await this.rest.call('session.signIn', { body: { login, password } });
    if (!result.ok) return { kind: 'refused', refusal: result.error };
    if ('challenge' in result.value) return { kind: 'second-step', step: result.value };
    this.rest.accessToken = this.#hold(result.value);
    return { kind: 'signed-in' };
  }

  /** Completes the second step. Resolves to undefined on success, else to the error. */
  async prove(challenge: string, proof: RestRequest<'session.prove'>['body']['proof']) {
    const result = await this.rest.call('session.prove', { body: { challenge, proof } });
    if (!result.ok) return result.error.code;
    this.rest.accessToken = this.#hold(result.value);
    return undefined;
  }

  /** Chooses the language of the letters to the account. Resolves to undefined on success, else to the error. */
  async chooseLetters(language: Language): Promise<ErrorCode | undefined> {
    const result = await this.rest.call('account.changeOwnLanguage', { body: { language } });
    if (!result.ok) return result.error.code;
    this.#account.value = { kind: 'held', by: result.value };
    return undefined;
  }

  async signOut(): Promise<void> {
    await this.rest.call('session.signOut', {});
    this.leave();
  }

  /** From now on, nobody is signed in on this page. */
  leave(): void {
    this.rest.accessToken = undefined;
    this.#account.value = { kind: 'none' };
  }

  /** Calls that need the password at the same time share one question. */
  #confirm(): Promise<boolean> {
    const asked = this.#confirmation.value;
    if (asked) return asked.answered;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const answer = (given: boolean): void => {
      this.#confirmation.value = undefined;
      resolve(given);
    };
    this.#confirmation.value = {
      answered: promise,
      give: async (password) => {
        const result = await this.rest.call('session.confirm', { body: { password } });
        // If the sign-in has ended meanwhile, the page asks for a new one.
        if (result.ok || result.error.code === 'unauthenticated') answer(result.ok);
        return result.ok ? undefined : result.error.code;
      },
      decline: () => answer(false),
    };
    return promise;
  }

  #hold({ account, due, accessToken }: SessionView): string {
    batch(() => {
      this.#due.value = due;
      this.#account.value = { kind: 'held', by: account };
    });
    return accessToken;
  }

  async #renew(rest: Rest): Promise<Result<string>> {
    const result = await oneAtATime(() => rest.call('session.refresh', {}));
    if (result.ok) return { ok: true, value: this.#hold(result.value) };
    const { value: account } = this.#account;
    const atWork = account.kind === 'held' || account.kind === 'ended';
    // An unreachable server has not ended the session.
    if (result.error.code === 'unauthenticated')
      this.#account.value = atWork ? { kind: 'ended', by: account.by } : { kind: 'none' };
    else if (!atWork) this.#account.value = { kind: 'unreachable' };
    return result;
  }
}

/** A room's device: paired once, then known by its cookie. */
export class DeviceSession {
  readonly #endpoint = signal<SignInState<EndpointView>>({ kind: 'unknown' });
  readonly rest: Rest = createRest((rest) => this.#renew(rest));

  get endpoint(): ReadonlySignal<SignInState<EndpointView>> {
    return this.#endpoint;
  }

  async resume(): Promise<void> {
    const renewed = await this.#renew(this.rest);
    if (renewed.ok) this.rest.accessToken = renewed.value;
  }

  /** Resolves to undefined on success, else to the refusal. */
  async pair(code: string): Promise<Refusal | undefined> {
    const result = await this.rest.call('device.pair', { body: { code } });
    if (!result.ok) return result.error;
    this.rest.accessToken = result.value.accessToken;
    this.#endpoint.value = { kind: 'held', by: result.value.endpoint };
    return undefined;
  }

  /**
   * Asks whether somebody has typed the code that this screen shows; if so, the device is paired. False where
   * the code no longer works.
   */
  async claim(): Promise<boolean> {
    const result = await this.rest.call('device.claim', {});
    if (!result.ok) return result.error.code !== 'not-found';
    const { session } = result.value;
    if (session) {
      this.rest.accessToken = session.accessToken;
      this.#endpoint.value = { kind: 'held', by: session.endpoint };
    }
    return true;
  }

  async #renew(rest: Rest): Promise<Result<string>> {
    const result = await rest.call('device.session', {});
    if (result.ok) {
      this.#endpoint.value = { kind: 'held', by: result.value.endpoint };
      return { ok: true, value: result.value.accessToken };
    }
    if (result.error.code === 'unauthenticated') this.#endpoint.value = { kind: 'none' };
    else if (this.#endpoint.value.kind !== 'held') this.#endpoint.value = { kind: 'unreachable' };
    return result;
  }
}
