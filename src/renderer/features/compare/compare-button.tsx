import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Selection } from '../../model/selection';
import type { View } from '../../model/view';
import { Button } from '../../ui/button';
import { isRightNumber, readChoice, wrongNumber } from './compare-choice';
import { openCompare } from './compare-route';

type CompareButtonProps = Readonly<{ view: View; selection: Selection; count: number }>;

/** Opens the comparison of what is selected; says why where that cannot be compared. */
export function CompareButton({ view, selection, count }: CompareButtonProps) {
  const rightNumber = isRightNumber(count);
  const { data } = useQuery({
    queryKey: ['generations.choice', view, selection.all, ...selection.ids],
    queryFn: () => readChoice(view, selection),
    enabled: rightNumber,
  });
  const reason = rightNumber ? (data?.reason ?? null) : wrongNumber;
  return (
    <Button
      size="small"
      look="quiet"
      disabled={reason !== null || !data}
      title={reason ?? undefined}
      onClick={() => data && openCompare(data.ids)}
    >
      <IconScale size={14} stroke={1.75} aria-hidden />
      Compare
    </Button>
  );
}
