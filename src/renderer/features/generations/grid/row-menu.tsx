import {
  IconBraces,
  IconCopy,
  IconHash,
  IconInfoCircle,
  IconPlayerPlay,
  IconRefresh,
  IconStar,
} from '@tabler/icons-react';
import { errorSignature } from '../../../../shared/error-signature';
import { type GenerationSummary, isComplete, isFailed } from '../../../../shared/generation';
import { queryClient } from '../../../base/ipc/query-client';
import { tell, tellError } from '../../../base/messages';
import { openDetails } from '../../../model/cursor';
import { generationJson } from '../../../model/generation-json';
import { detailsQuery, wholeGeneration } from '../../../model/generation-queries';
import { retryGenerations } from '../../../model/jobs/retry';
import { clearSelection } from '../../../model/selection';
import { showOnly } from '../../../model/view';
import { copyText } from '../../../ui/copy-button';
import { Menu, MenuParts } from '../../../ui/menu';
import { CompareItem } from '../../compare/compare-item';
import { judge } from '../../judgements/judge';
import { JudgementItems } from '../../judgements/judgement-items';
import { askForTags } from '../../judgements/tagging';
import { playTrack } from '../../player/engine';
import { TakeItems } from '../../player/take-menu';
import { FilterItems } from '../filter-items';
import { JobItems } from '../job-items';

type RowMenuProps = Readonly<{
  /** Where it was asked for, pixels from the window's corner. */
  at: Readonly<{ x: number; y: number }>;
  row: GenerationSummary;
  readOnlyReason: string | null;
  onClose: () => void;
}>;

/** What can be done with a row, at the right mouse button. */
export function RowMenu({ at, row, readOnlyReason, onClose }: RowMenuProps) {
  return (
    <Menu
      key={`${at.x} ${at.y}`}
      opened
      width={230}
      position="bottom-start"
      offset={0}
      // Near the foot of the window it moves up as far as it needs.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
      onChange={(opened) => !opened && onClose()}
      onClose={onClose}
    >
      <MenuParts.Target>
        <span style={{ position: 'fixed', left: at.x, top: at.y }} />
      </MenuParts.Target>
      <MenuParts.Dropdown>
        <Items row={row} readOnlyReason={readOnlyReason} />
      </MenuParts.Dropdown>
    </Menu>
  );
}

function Items({
  row,
  readOnlyReason,
}: Readonly<{ row: GenerationSummary; readOnlyReason: string | null }>) {
  /** The list has the beginning of a long prompt only. */
  const withPrompt = (use: (prompt: string) => void) => () => {
    queryClient
      .fetchQuery(detailsQuery(row.id))
      .then(wholeGeneration)
      .then(({ prompt }) => use(prompt))
      .catch(tellError);
  };
  const copy = (what: string, text: string) =>
    copyText(text).then(() => tell(`Copied ${what}`), tellError);
  const copyRecord = async () => {
    const whole = await wholeGeneration(await queryClient.fetchQuery(detailsQuery(row.id)));
    await copy('the generation as JSON', generationJson(whole));
  };
  const signature = errorSignature(row.errorSummary);
  return (
    <>
      <MenuParts.Item leftSection={<IconInfoCircle size={15} />} onClick={openDetails}>
        Show details
      </MenuParts.Item>
      {isFailed(row) && (
        <MenuParts.Item
          leftSection={<IconRefresh size={15} />}
          disabled={readOnlyReason !== null}
          onClick={() => void retryGenerations([row.id])}
        >
          Retry
        </MenuParts.Item>
      )}
      {isComplete(row) && (
        <>
          <MenuParts.Item leftSection={<IconPlayerPlay size={15} />} onClick={() => playTrack(row)}>
            Play
          </MenuParts.Item>
          <CompareItem />
          <TakeItems id={row.id} />
          <MenuParts.Sub>
            <MenuParts.Sub.Target>
              <MenuParts.Sub.Item leftSection={<IconStar size={15} />}>Judge</MenuParts.Sub.Item>
            </MenuParts.Sub.Target>
            <MenuParts.Sub.Dropdown>
              <JudgementItems
                now={row}
                onJudge={(change) => void judge(row.id, change)}
                onTag={() => {
                  clearSelection();
                  askForTags();
                }}
              />
            </MenuParts.Sub.Dropdown>
          </MenuParts.Sub>
        </>
      )}
      <MenuParts.Divider />
      <MenuParts.Item
        leftSection={<IconCopy size={15} />}
        onClick={withPrompt((prompt) => void copy('the prompt', prompt))}
      >
        Copy prompt
      </MenuParts.Item>
      <MenuParts.Item
        leftSection={<IconHash size={15} />}
        onClick={() => void copy('the id', row.id)}
      >
        Copy id
      </MenuParts.Item>
      <MenuParts.Item
        leftSection={<IconBraces size={15} />}
        onClick={() => void copyRecord().catch(tellError)}
      >
        Copy as JSON
      </MenuParts.Item>
      <MenuParts.Divider />
      <FilterItems
        modelName={row.modelName}
        signature={signature}
        onPrompt={withPrompt((prompt) => showOnly({ prompt }))}
      />
      <MenuParts.Divider />
      <JobItems id={row.id} status={row.status} readOnlyReason={readOnlyReason} />
    </>
  );
}
