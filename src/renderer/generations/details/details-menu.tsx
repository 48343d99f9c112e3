import { IconBraces, IconDots, IconHash, IconQuote } from '@tabler/icons-react';
import type { GenerationDetails } from '../../../shared/generation';
import { tell, tellError } from '../../app/messages';
import { copyText } from '../../ui/copy-button';
import { IconButton } from '../../ui/icon-button';
import { Menu, MenuParts } from '../../ui/menu';

/** What else can be done with a generation. */
export function DetailsMenu({ details }: Readonly<{ details: GenerationDetails }>) {
  const { generation } = details;
  const copy = (what: string, text: string) => () => {
    copyText(text).then(() => tell(`Copied ${what}`), tellError);
  };
  return (
    <Menu position="bottom-end" width={220}>
      <MenuParts.Target>
        <IconButton label="More actions">
          <IconDots size={16} stroke={1.75} />
        </IconButton>
      </MenuParts.Target>
      <MenuParts.Dropdown>
        <MenuParts.Item
          leftSection={<IconHash size={15} />}
          onClick={copy('the id', generation.id)}
        >
          Copy id
        </MenuParts.Item>
        <MenuParts.Item
          leftSection={<IconQuote size={15} />}
          onClick={copy('the prompt', generation.prompt)}
        >
          Copy prompt
        </MenuParts.Item>
        <MenuParts.Item
          leftSection={<IconBraces size={15} />}
          onClick={copy('the generation as JSON', JSON.stringify(generation, null, 2))}
        >
          Copy as JSON
        </MenuParts.Item>
      </MenuParts.Dropdown>
    </Menu>
  );
}
