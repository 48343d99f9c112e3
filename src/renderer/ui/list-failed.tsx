import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { MonitorError } from '../../shared/errors';
import { Button } from './button';
import { Notice } from './notice';

/** The list could not be read. */
export function ListFailed({ error }: Readonly<{ error: Error }>) {
  const client = useQueryClient();
  return (
    <div role="alert" style={{ display: 'contents' }}>
      <Notice
        icon={<IconAlertTriangle size={22} stroke={1.5} />}
        title="The generations could not be read"
        text={
          <>
            <p>{error.message}</p>
            {error instanceof MonitorError && error.hint && <p>{error.hint}</p>}
          </>
        }
        actions={
          <Button look="primary" onClick={() => void client.refetchQueries({ type: 'active' })}>
            Try again
          </Button>
        }
      />
    </div>
  );
}
