import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../shared/controls.tsx';
import { Crumbs, useDrillDown } from '../../shared/drill-down.tsx';
import { OrderedList } from '../../shared/ordered-list.tsx';
import { Tabs } from '../../shared/tabs.tsx';
import { VirtualList } from '../../shared/virtual-list.tsx';
import { styleWords } from '../words.ts';
import { Part } from './part.tsx';

const tabNames = ['one', 'two', 'three'] as const;
const tree = {
  units: [
    { siteId: 'province', parentId: null, name: 'Tỉnh Vĩnh Phúc' },
    { siteId: 'yen-lac', parentId: 'province', name: 'Huyện Yên Lạc' },
    { siteId: 'binh-xuyen', parentId: 'province', name: 'Huyện Bình Xuyên' },
  ],
  rows: ['yen-lac', 'yen-lac', 'binh-xuyen', 'binh-xuyen'].map((district) => ({
    sitePath: ['province', district],
  })),
};
const many = Array.from({ length: 300 }, (_, index) => `${index + 1}`);

/** Tabs, an order to change, a long list, and a tree that opens level by level. */
export function Lists(): JSX.Element {
  const words = styleWords();
  const [tab, setTab] = useState<string>('one');
  const [order, setOrder] = useState<readonly string[]>(['Tam Hồng', 'Trung Mỹ', 'Tam Hợp']);
  const { level, choose } = useDrillDown(tree);
  const rows = order.map((name) => ({
    id: name,
    name,
    content: <span class="hand-row__about">{name}</span>,
  }));
  return (
    <Part title={words.lists}>
      <Tabs
        label={words.tabs}
        tabs={tabNames.map((name, index) => ({ name, title: words.tabNames[name], count: index }))}
        opened={tab}
        onOpen={setTab}
        testId="style-tab"
      >
        <p>{words.sample}</p>
      </Tabs>
      <div class="style__fields style__fields--top">
        <OrderedList rows={rows} onReorder={setOrder} testId="style-order" />
        <OrderedList rows={rows} onReorder={undefined} testId="style-fixed" />
        <div class="style__long">
          <VirtualList
            items={many}
            keyOf={(item) => item}
            rowRem={2.5}
            label={words.longList}
            testId="style-long"
            render={(item) => <Button look="quiet">{words.line(item)}</Button>}
          />
        </div>
        <div>
          <Crumbs label={words.units} top={words.allUnits} path={level.path} onChoose={choose} />
          <ul>
            {level.units.map(({ siteId, name }) => (
              <li key={siteId}>
                <button type="button" class="crumbs__up" onClick={() => choose(siteId)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
          <p class="muted">{words.rooms(level.rows.length)}</p>
        </div>
      </div>
    </Part>
  );
}
