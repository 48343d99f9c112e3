import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { countQuery } from '../generation-queries';
import { statusOrder } from '../status';
import type { Vocabulary } from './suggestions';

/** What the library holds that a query can name; asked for once somebody types. */
export const useVocabulary = (enabled: boolean): Vocabulary => {
  const counts = useQuery({ ...countQuery({}), enabled });
  return useMemo(
    () => ({
      statuses: statusOrder(Object.keys(counts.data?.byStatus ?? {})),
      models: [],
      metadata: [],
    }),
    [counts.data],
  );
};
