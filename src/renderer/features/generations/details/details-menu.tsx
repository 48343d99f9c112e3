import { IconBraces, IconDots, IconHash, IconQuote } from '@tabler/icons-react';
import { errorSignature } from '../../../../shared/error-signature';
import type { Generation, GenerationDetails } from '../../../../shared/generation';
import { tell, tellError } from '../../../base/messages';
import { generationJson } from '../../../model/generation-json';
import { wholeGeneration } from '../../../model/generation-queries';
import { showOnly } from '../../../model/view';
import { copyText } from '../../../ui/copy-button';
import { IconButton } from '../../../ui/icon-button';
import { Menu, MenuParts } from '../../../ui/menu';
import { FilterItems } from '../filter-items';
import { JobItems } from '../job-items';

type DetailsMenuProps = Readonly<{ details: GenerationDetails; readOnlyReason: string | null }>;

/** What else can be done with a generation. */
export function DetailsMenu({ details, readOnlyReason }: DetailsMenuProps) {
  const { generation } = details;
  const signature = errorSignature(generation.errorMessage);
  const copy = (what: string, textOf: (whole: Generation) => string) => () => {
    wholeGeneration(details)
      .then((whole) => copyText(textOf(whole)))
      .then(() => tell(`Copied ${what}`), tellError);
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
          onClick={copy('the id', ({ id }) => id)}
        >
          Copy id
        </MenuParts.Item>
        <MenuParts.Item
          leftSection={<IconQuote size={15} />}
          onClick={copy('the prompt', ({ prompt }) => prompt)}
        >
          Copy prompt
        </MenuParts.Item>
        <MenuParts.Item
          leftSection={<IconBraces size={15} />}
          onClick={copy('the generation as JSON', generationJson)}
        >
          Copy as JSON
        </MenuParts.Item>
        <MenuParts.Divider />
        <FilterItems
          modelName={generation.modelName}
          signature={signature}
          onPrompt={() => {
            wholeGeneration(details).then(({ prompt }) => showOnly({ prompt }), tellError);
          }}
        />
        <MenuParts.Divider />
        <JobItems id={generation.id} status={generation.status} readOnlyReason={readOnlyReason} />
      </MenuParts.Dropdown>
    </Menu>
  );
}
