import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { SecondFactorsView } from '../../../protocol/rest/identity/second-factor.ts';
import { shortDayOf, timeOfDay } from '../../i18n/formats.ts';
import { secondFactorWords } from './second-factor-words.ts';
import { errorWords } from '../../i18n/errors.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, ConfirmedButton } from '../shared/controls.tsx';
import { usePolled } from '../../hooks/polled.ts';
import { AddPasskey } from './add-passkey.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpTotp } from './set-up-totp.tsx';
import { sharedWords } from '../shared/words.ts';

const pollMs = 60_000;

const moment = (ms: number): string => `${shortDayOf(ms)}, ${timeOfDay(ms)}`;

interface SecondFactorsProps {
  readonly rest: Rest;
  /** The account has its first factor, and the owner has seen the recovery codes. */
  readonly onFirst?: () => void;
}

/** The second factors of the own account: list, add, remove. */
export function SecondFactors({ rest, onFirst }: SecondFactorsProps): JSX.Element {
  const ask = useCallback(() => rest.call('factor.list', {}), [rest]);
  const { value, error, refresh } = usePolled<'factor.list'>(ask, pollMs);
  const [opened, setOpened] = useState<'totp' | 'passkey'>();
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<ErrorCode>();
  const words = secondFactorWords();

  const kept = (recoveryCodes: readonly string[]): void => {
    setOpened(undefined);
    setCodes(recoveryCodes);
    refresh();
  };
  const after = (code: ErrorCode | undefined): void => {
    setRefusal(code);
    refresh();
  };
  const removeTotp = async (): Promise<void> => {
    const result = await rest.call('factor.removeTotp', {});
    after(result.ok ? undefined : result.error.code);
  };
  const removePasskey = async (passkeyId: string): Promise<void> => {
    const result = await rest.call('factor.removePasskey', { params: { passkeyId } });
    after(result.ok ? undefined : result.error.code);
  };
  const renew = async (): Promise<void> => {
    const result = await rest.call('factor.renewRecoveryCodes', {});
    if (result.ok) setCodes(result.value.recoveryCodes);
    after(result.ok ? undefined : result.error.code);
  };
  const refused = refusal ?? error;
  const count = value ? value.passkeys.length + (value.totp ? 1 : 0) : 0;
  return (
    <div class="stacked">
      <p class="muted">{words.hint}</p>
      {refused && <Alert>{errorWords()[refused]}</Alert>}
      {value && (
        <>
          <p>
            <strong>{count > 0 ? words.on : words.off}</strong> {value.required && words.required}
          </p>
          <FactorList
            factors={value}
            mayRemove={!value.required || count > 1}
            onRemoveTotp={() => void removeTotp()}
            onRemovePasskey={(id) => void removePasskey(id)}
          />
          <div class="own-account__ways">
            {!value.totp && (
              <Button onPress={() => setOpened('totp')} hint={words.appHint} testId="set-up-totp-open">
                {words.appAdd}
              </Button>
            )}
            {value.takesPasskeys && browserSupportsWebAuthn() && (
              <Button
                onPress={() => setOpened('passkey')}
                hint={sharedWords().passkeyHint}
                testId="add-passkey"
              >
                {words.passkeyAdd}
              </Button>
            )}
          </div>
          {count > 0 && (
            <div class="stacked">
              <p>
                {words.codesLeft(value.recoveryCodesLeft)}. <span class="muted">{words.codesHint}</span>
              </p>
              <ConfirmedButton
                question={words.codesRenewQuestion}
                confirm={words.codesRenew}
                confirmLook="primary"
                onConfirm={() => void renew()}
                testId="renew-recovery-codes"
              >
                {words.codesRenew}
              </ConfirmedButton>
            </div>
          )}
        </>
      )}
      {opened === 'totp' && <SetUpTotp rest={rest} onClose={() => setOpened(undefined)} onSetUp={kept} />}
      {opened === 'passkey' && <AddPasskey rest={rest} onClose={() => setOpened(undefined)} onAdded={kept} />}
      {codes.length > 0 && (
        <RecoveryCodes
          codes={codes}
          onClose={() => {
            setCodes([]);
            onFirst?.();
          }}
        />
      )}
    </div>
  );
}

interface FactorListProps {
  readonly factors: SecondFactorsView;
  readonly mayRemove: boolean;
  readonly onRemoveTotp: () => void;
  readonly onRemovePasskey: (passkeyId: string) => void;
}

function FactorList({ factors, mayRemove, onRemoveTotp, onRemovePasskey }: FactorListProps): JSX.Element {
  const { totp, passkeys } = factors;
  const words = secondFactorWords();
  const rows = [
    ...(totp ? [{ id: 'totp', name: words.app, ...totp, remove: onRemoveTotp }] : []),
    ...passkeys.map((passkey) => ({ ...passkey, remove: () => onRemovePasskey(passkey.id) })),
  ];
  return (
    <ul class="own-account__list">
      {rows.map(({ id, name, createdAtMs, lastUsedAtMs, remove }) => (
        <li key={id} data-testid="second-factor">
          <span>
            <strong>{name}</strong>
            <small>{words.since(moment(createdAtMs))}</small>
            <small>{lastUsedAtMs === null ? words.unused : words.lastUsed(moment(lastUsedAtMs))}</small>
          </span>
          {mayRemove && (
            <ConfirmedButton
              question={words.removeQuestion(name)}
              confirm={words.remove}
              label={words.removeOf(name)}
              onConfirm={remove}
              testId="remove-factor"
            >
              {words.remove}
            </ConfirmedButton>
          )}
        </li>
      ))}
    </ul>
  );
}
