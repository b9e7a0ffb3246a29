import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ErrorCode } from '../../../protocol/errors.ts';
import { mostContacts } from '../../../protocol/rest/meetings/readiness.ts';
import { siteWords } from './words.ts';
import { sheetWords } from '../shared/sheets/words.ts';
import { errorWords } from '../../i18n/errors.ts';
import { commonWords } from '../../i18n/common.ts';
import type { Rest } from '../../signaling/rest.ts';
import { Alert, Button, Dialog, Field } from '../shared/controls.tsx';
import { DialogForm } from '../shared/dialog-form.tsx';
import { CloseIcon } from '../shared/icons.tsx';

interface Person {
  readonly name: string;
  readonly phone: string;
}

interface SiteContactsProps {
  readonly rest: Rest;
  readonly siteId: string;
  readonly siteName: string;
  readonly mayChange: boolean;
  readonly onClose: () => void;
}

/** The people to telephone at a unit, in calling order. */
export function SiteContacts({ rest, siteId, siteName, mayChange, onClose }: SiteContactsProps): JSX.Element {
  const [people, setPeople] = useState<readonly Person[]>();
  const [refusal, setRefusal] = useState<ErrorCode>();
  useEffect(() => {
    void rest.call('contact.list', { params: { siteId } }).then((result) => {
      if (result.ok) setPeople(result.value.contacts);
      else setRefusal(result.error.code);
    });
  }, [rest, siteId]);
  const save = async (): Promise<void> => {
    const contacts = (people ?? []).filter(({ name, phone }) => `${name}${phone}`.trim() !== '');
    const result = await rest.call('contact.set', { params: { siteId }, body: { contacts } });
    if (result.ok) onClose();
    else setRefusal(result.error.code);
  };
  const change = (at: number, part: Partial<Person>): void =>
    setPeople(people?.map((person, index) => (index === at ? { ...person, ...part } : person)));
  return (
    <Dialog title={siteWords().contactsOf} onClose={onClose} testId="contacts-dialog">
      <p>
        <strong>{siteName}</strong>
      </p>
      <p class="muted">{siteWords().contactsHint}</p>
      {people?.length === 0 && <p>{siteWords().noContacts}</p>}
      {!mayChange && (
        <ol>
          {people?.map(({ name, phone }) => (
            <li key={`${name} ${phone}`}>
              {name}: <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>
            </li>
          ))}
        </ol>
      )}
      {mayChange && people && (
        <DialogForm
          submit={sheetWords().save}
          onSubmit={save}
          onClose={onClose}
          stacked
          testId="contacts-save"
        >
          <ol class="contacts">
            {people.map(({ name, phone }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a person is identified by the place in the order
              <li key={at}>
                <div class="contacts__person">
                  <Field
                    label={siteWords().personName}
                    value={name}
                    onInput={(name) => change(at, { name })}
                    testId="contact-name"
                  />
                  <Field
                    label={siteWords().phone}
                    value={phone}
                    onInput={(phone) => change(at, { phone })}
                    testId="contact-phone"
                  />
                  <Button
                    look="quiet"
                    label={siteWords().removePerson(name)}
                    testId="contact-remove"
                    onPress={() => setPeople(people.filter((_, index) => index !== at))}
                  >
                    <CloseIcon />
                  </Button>
                </div>
              </li>
            ))}
          </ol>
          {people.length < mostContacts && (
            <Button testId="contact-add" onPress={() => setPeople([...people, { name: '', phone: '' }])}>
              {siteWords().addPerson}
            </Button>
          )}
          {refusal && (
            <Alert>
              {refusal === 'invalid-request'
                ? `${siteWords().phone}: ${sheetWords().expected['phone'] ?? ''}`
                : errorWords()[refusal]}
            </Alert>
          )}
        </DialogForm>
      )}
      {!mayChange && (
        <div class="dialog__buttons">
          <Button onPress={onClose}>{commonWords().close}</Button>
        </div>
      )}
    </Dialog>
  );
}
