import { equivalentsOf } from '../../../core/estimate/index.js';
import type { EquivalenceDto } from '../estimate.dto.js';
import type { EquivalenceEntity } from '../tables/tables.entity.js';
import type { EstimateTotalDto } from '../total.dto.js';

/** Figures in use: as the sources give them now, or as the study used them. */
const SHOWN = ['current', 'study'];

/** The totals in everyday things, from their means. */
export function equivalencesOf(
  equivalences: readonly EquivalenceEntity[],
  { perDay, perYear, horizon }: Record<'perDay' | 'perYear' | 'horizon', EstimateTotalDto>,
): EquivalenceDto[] {
  return equivalences
    .filter(({ status }) => SHOWN.includes(status))
    .map((equivalence) => {
      const { id, name, quantity, perOne, unit, source, vintage, secondHand } = equivalence;
      const amount = ({ energyKwh, emissionsKgCo2e }: EstimateTotalDto): number =>
        equivalentsOf(equivalence, { energyKwh: energyKwh.mean, emissionsKgCo2e: emissionsKgCo2e.mean });
      return {
        id,
        name,
        quantity,
        perOne,
        unit,
        source,
        vintage,
        secondHand,
        perDay: amount(perDay),
        perYear: amount(perYear),
        horizon: amount(horizon),
      };
    });
}
