import type { JSX } from 'preact';
import type { HeldCounts } from '../../../../protocol/rest/sites/sites.ts';
import { unitEndingWords } from './words.ts';

const kinds = ['endpoints', 'accounts', 'meetings', 'groups', 'templates', 'contacts'] as const;

interface HeldProps {
  readonly counts: HeldCounts;
  /** Heading of the list. */
  readonly title: string;
  /** Text where the unit holds nothing. */
  readonly nothing: string;
}

/** What a unit still has in use, counted by kind; kinds with none are left out. */
export function Held({ counts, title, nothing }: HeldProps): JSX.Element {
  const some = kinds.filter((kind) => counts[kind] > 0);
  if (some.length === 0) return <p>{nothing}</p>;
  return (
    <div>
      <p>{title}</p>
      <ul class="held">
        {some.map((kind) => (
          <li key={kind} data-testid={`held-${kind}`}>
            {unitEndingWords().counts[kind](counts[kind])}
          </li>
        ))}
      </ul>
    </div>
  );
}
