import type { JSX } from 'preact';
import type { Rest } from '../../signaling/rest.ts';
import * as deskIcons from '../shared/desk-icons.ts';
import * as icons from '../shared/icons.tsx';
import { Buttons } from './parts/buttons.tsx';
import { Fields } from './parts/fields.tsx';
import { Files } from './parts/files.tsx';
import { Lists } from './parts/lists.tsx';
import { MeetingParts } from './parts/meeting.tsx';
import { Notices } from './parts/notices.tsx';
import { Part } from './parts/part.tsx';
import { Pickers } from './parts/pickers.tsx';
import { Replies } from './parts/replies.tsx';
import { Tokens } from './parts/tokens.tsx';
import { highContrast } from './schemes.ts';
import type { Scheme } from './schemes.ts';
import { styleWords } from './words.ts';

interface GalleryProps {
  readonly scheme: Scheme;
  readonly rest: Rest;
}

/** Every shared component in every state, in one colour scheme. */
export function Gallery({ scheme, rest }: GalleryProps): JSX.Element {
  const words = styleWords();
  return (
    <section
      class="style__gallery"
      data-scheme={scheme}
      data-testid={`style-gallery-${scheme}`}
      aria-label={words.schemes[scheme]}
      style={scheme.startsWith('contrast') ? highContrast() : {}}
    >
      <Buttons />
      <Part title={words.fields}>
        <Fields />
      </Part>
      <Notices />
      <Pickers rest={rest} />
      <Lists />
      <Files rest={rest} />
      <Replies rest={rest} />
      <MeetingParts rest={rest} />
      <Part title={words.icons}>
        <ul class="style__row">
          {Object.entries({ ...icons, ...deskIcons }).map(([name, Icon]) => (
            <li key={name} class="style__icon">
              <Icon />
              <small>{name.replace(/Icon$/, '')}</small>
            </li>
          ))}
        </ul>
      </Part>
      <Tokens />
    </section>
  );
}
