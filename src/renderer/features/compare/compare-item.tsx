import { IconScale } from '@tabler/icons-react';
import { selectionStore } from '../../model/selection';
import { currentView } from '../../model/view';
import { MenuParts } from '../../ui/menu';
import { compareSelection } from './compare-choice';

/** Of a row's menu: compares the selected takes. */
export function CompareItem() {
  return (
    <MenuParts.Item
      leftSection={<IconScale size={15} />}
      onClick={() => void compareSelection(currentView(), selectionStore.get())}
    >
      Compare selected
    </MenuParts.Item>
  );
}
