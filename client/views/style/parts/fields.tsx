import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Checkbox, Field, Select, Toggle } from '../../shared/controls.tsx';
import { DateField } from '../../shared/dates/date-field.tsx';
import { TimeField } from '../../shared/dates/time-field.tsx';
import { NumberField, TextArea } from '../../shared/form-fields.tsx';
import { styleWords } from '../words.ts';

const choices = ['first', 'second'] as const;

/** Every field that a form may have. */
export function Fields(): JSX.Element {
  const words = styleWords();
  const [text, setText] = useState('');
  const [number, setNumber] = useState('12');
  const [day, setDay] = useState('2026-12-07');
  const [time, setTime] = useState('08:30');
  const [choice, setChoice] = useState<(typeof choices)[number]>('first');
  const [isChecked, setChecked] = useState(true);
  const options = choices.map((value) => ({ value, text: words.choices[value] }));
  return (
    <div class="style__fields">
      <Field label={words.text} value={text} onInput={setText} placeholder={words.sample} />
      <Field label={words.password} value={text} onInput={setText} type="password" />
      <Field label={words.search} value={text} onInput={setText} type="search" />
      <NumberField label={words.number} value={number} onInput={setNumber} min={0} max={99} />
      <DateField label={words.date} value={day} onInput={setDay} />
      <TimeField label={words.time} value={time} onInput={setTime} />
      <Select label={words.choice} value={choice} options={options} onChange={setChoice} />
      <TextArea label={words.long} value={text} onInput={setText} maxLength={500} />
      <Checkbox label={words.checkbox} checked={isChecked} onChange={setChecked} />
      <Toggle
        label={words.toggle}
        value={choice}
        options={options.map((option) => ({ ...option, count: option.value === 'second' ? 2 : 0 }))}
        onChange={setChoice}
      />
    </div>
  );
}
