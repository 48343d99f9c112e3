import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { unwrap } from '../../base/ipc/call';
import { useStore } from '../../base/store';
import { serviceStore } from '../../model/jobs/service-store';
import { Button } from '../../ui/button';
import { FormField } from '../../ui/form-field';
import { TextInput } from '../../ui/text-input';
import classes from './service-setting.module.css';

/** The address of the library's HTTP service. */
export function ServiceSetting() {
  const state = useStore(serviceStore);
  const own = state?.from === 'library' ? (state.address ?? '') : '';
  const [typed, setTyped] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (address: string) =>
      unwrap(window.monitor.service.setAddress({ address: address.trim() || null })),
    onSuccess: (next) => {
      serviceStore.set(next);
      setTyped(null);
    },
  });
  const given = state?.from === 'environment' ? state.address : null;
  const problem = change.error
    ? { level: 'error' as const, message: change.error.message }
    : undefined;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(typed ?? own);
      }}
    >
      <div className={classes.field}>
        <FormField label="Address" problem={problem}>
          {(props) => (
            <TextInput
              {...props}
              inputMode="url"
              placeholder={given ?? 'http://localhost:8000'}
              value={typed ?? own}
              onChange={(event) => {
                setTyped(event.target.value);
                change.reset();
              }}
            />
          )}
        </FormField>
      </div>
      <Button type="submit" disabled={typed === null || change.isPending}>
        Use
      </Button>
      <p className={classes.hint}>
        Retries and new jobs of this library go to DGX Music’s HTTP service there. Without an
        address they wait in the library’s file, which the service reads only when it starts.
        {given && ` ${given} is given by DGX_MUSIC_API_URL.`}
      </p>
    </form>
  );
}
