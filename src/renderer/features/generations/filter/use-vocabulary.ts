import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { metadataValueText } from '../../../../shared/query';
import { countQuery } from '../../../model/generation-queries';
import { facetsQuery } from '../../../model/insight-queries';
import { statusOrder } from '../../../model/status';
import type { Vocabulary } from './suggestions';

/** What the library holds that a query can name; asked for once somebody types. */
export const useVocabulary = (enabled: boolean): Vocabulary & Readonly<{ complete: boolean }> => {
  const counts = useQuery({ ...countQuery({}), enabled });
  const facets = useQuery({ ...facetsQuery, enabled });
  return useMemo(
    () => ({
      complete: counts.isSuccess && facets.isSuccess,
      statuses: statusOrder(Object.keys(counts.data?.byStatus ?? {})),
      models: facets.data?.models.map(({ name }) => name) ?? [],
      tags: facets.data?.tags.map(({ name }) => name) ?? [],
      metadata: (facets.data?.metadata ?? []).map(({ path, values }) => ({
        path: path.join('.'),
        values: values.map(({ value }) => metadataValueText(value)),
      })),
    }),
    [counts.data, facets.data, counts.isSuccess, facets.isSuccess],
  );
};
