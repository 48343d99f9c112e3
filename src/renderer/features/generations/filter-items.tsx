import { IconBug, IconFilter } from '@tabler/icons-react';
import { showOnly } from '../../model/view';
import { MenuParts } from '../../ui/menu';

type FilterItemsProps = Readonly<{
  modelName: string;
  /** Of the error, `null` where there is none. */
  signature: string | null;
  /** Shows the generations of the whole prompt, which a row of the list may have to fetch first. */
  onPrompt: () => void;
}>;

/** What any menu of a generation offers to see those that are like it. */
export function FilterItems({ modelName, signature, onPrompt }: FilterItemsProps) {
  return (
    <>
      <MenuParts.Item leftSection={<IconFilter size={15} />} onClick={onPrompt}>
        Filter by this prompt
      </MenuParts.Item>
      <MenuParts.Item
        leftSection={<IconFilter size={15} />}
        onClick={() => showOnly({ models: [modelName] })}
      >
        Filter by this model
      </MenuParts.Item>
      {signature !== null && (
        <MenuParts.Item
          leftSection={<IconBug size={15} />}
          onClick={() => showOnly({ errorSignature: signature })}
        >
          Filter by this error
        </MenuParts.Item>
      )}
    </>
  );
}
