import type { JSX } from 'preact';
import { Link } from '../shared/navigation.tsx';
import { PopoverList } from '../shared/popover-list.tsx';
import { appWords } from './words.ts';

export interface MenuPage {
  readonly path: string;
  readonly title: () => string;
  readonly testId: string;
  readonly isCurrent: boolean;
}

interface AdministrationMenuProps {
  readonly pages: readonly MenuPage[];
}

/** The pages that an administrator opens seldom, under one button, so that the menu has room at 1280 px. */
export const AdministrationMenu = ({ pages }: AdministrationMenuProps): JSX.Element => (
  <PopoverList
    label={appWords().administration}
    class="frame__more"
    isCurrent={pages.some(({ isCurrent }) => isCurrent)}
    testId="administration-menu"
  >
    {(close) =>
      pages.map((page) => (
        <li key={page.path}>
          <Link
            to={page.path}
            class="button button--quiet"
            current={page.isCurrent}
            testId={page.testId}
            onFollow={close}
          >
            {page.title()}
          </Link>
        </li>
      ))
    }
  </PopoverList>
);
