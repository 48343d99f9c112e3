import {
  IconBan,
  IconPencilPlus,
  IconPlugConnectedX,
  IconTrash,
  IconTrashX,
} from '@tabler/icons-react';
import { isPending, isProcessing } from '../../../shared/generation';
import {
  askToDeleteWithAudio,
  cancelJobs,
  deleteGenerations,
  giveUpJobs,
} from '../../model/jobs/clean-up';
import { MenuParts } from '../../ui/menu';
import { openEditAndRunAgain } from '../new-generation/new-generation';

type JobItemsProps = Readonly<{ id: string; status: string; readOnlyReason: string | null }>;

/** What of a menu changes the generation itself. */
export function JobItems({ id, status, readOnlyReason }: JobItemsProps) {
  const disabled = readOnlyReason !== null;
  return (
    <>
      <MenuParts.Item
        leftSection={<IconPencilPlus size={15} />}
        disabled={disabled}
        onClick={() => void openEditAndRunAgain(id)}
      >
        Edit and run again…
      </MenuParts.Item>
      {isPending({ status }) && (
        <MenuParts.Item
          leftSection={<IconBan size={15} />}
          disabled={disabled}
          onClick={() => void cancelJobs([id])}
        >
          Cancel job
        </MenuParts.Item>
      )}
      {isProcessing({ status }) && (
        <MenuParts.Item
          leftSection={<IconPlugConnectedX size={15} />}
          disabled={disabled}
          onClick={() => void giveUpJobs([id])}
        >
          Mark as failed
        </MenuParts.Item>
      )}
      <MenuParts.Item
        leftSection={<IconTrash size={15} />}
        disabled={disabled}
        onClick={() => void deleteGenerations([id])}
      >
        Delete
      </MenuParts.Item>
      <MenuParts.Item
        leftSection={<IconTrashX size={15} />}
        disabled={disabled}
        onClick={() => askToDeleteWithAudio([id])}
      >
        Delete with audio…
      </MenuParts.Item>
    </>
  );
}
