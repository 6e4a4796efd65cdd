import {
  canDo,
  endFlags,
  hasEnded,
  isPassing,
  JOB_STATUSES,
  needsOf,
  needsToGoOn,
  whyNobody,
} from './job.js';
import { withFlags } from './repetition.js';

const LANDE = { executor: 'lande', meters: ['rapl', 'nvml'] };

describe('jobs and workers', () => {
  it('go together where the worker offers all that the job needs', () => {
    expect(canDo(['executor:lande', 'meter:rapl', 'meter:nvml', 'meter:none'], needsOf(LANDE))).toBe(true);
    expect(canDo(['executor:lande', 'meter:rapl'], needsOf(LANDE))).toBe(false);
    expect(canDo(['meter:rapl', 'meter:nvml'], needsOf(LANDE))).toBe(false);
    expect(canDo(['executor:lande'], needsOf({ ...LANDE, meters: [] }))).toBe(true);
  });

  it('go on only with the meters and the hardware that measured first', () => {
    const needs = needsToGoOn({ executor: 'lande', meters: [] }, ['rapl'], 'abc');
    expect(canDo(['executor:lande', 'meter:rapl', 'hardware:abc'], needs)).toBe(true);
    expect(canDo(['executor:lande', 'meter:rapl', 'hardware:def'], needs)).toBe(false);
    expect(canDo(['executor:lande', 'meter:none', 'hardware:abc'], needs)).toBe(false);
  });

  it('say what is missing where nobody can, each worker taken alone', () => {
    const halves = [
      ['executor:lande', 'meter:rapl'],
      ['executor:lande', 'meter:nvml'],
    ];
    expect(whyNobody(needsOf(LANDE), halves)).toBe('no worker offers executor lande with meter nvml + rapl');
    expect(whyNobody(needsOf(LANDE), [...halves, ['executor:lande', 'meter:rapl', 'meter:nvml']])).toBeNull();
    expect(whyNobody(needsOf({ executor: 'wink', meters: [] }), [])).toBe('no worker offers executor wink');
    expect(whyNobody(needsToGoOn(LANDE, ['none'], 'abc'), halves)).toContain('cancel to keep those');
  });

  it('say what allows programs, where no worker does', () => {
    const needs = needsOf({ executor: 'command', meters: ['none'] });
    const how = '; a worker runs programs where WATTFACTOR_WORKER_COMMANDS=on';
    const nobody = 'no worker offers executor command with meter none';
    expect(whyNobody(needs, [['executor:lande', 'meter:none']])).toBe(`${nobody}${how}`);
    expect(whyNobody(needs, [['executor:command']])).toBe(nobody);
    expect(whyNobody(needs, [['executor:command', 'meter:none']])).toBeNull();
  });

  it('flag every run with what the whole is, and a run alone with what it is alone', () => {
    const repetitions = [{ flags: ['not-exclusive'] }, { flags: [] }];
    const flags = ['not-exclusive', 'idle-drift', ...endFlags('cancelled')];
    expect(withFlags(repetitions, flags)).toEqual([
      { flags: ['not-exclusive', 'idle-drift', 'partial'] },
      { flags: ['idle-drift', 'partial'] },
    ]);
    expect([endFlags('not-converged'), endFlags('converged')]).toEqual([['not-converged'], []]);
  });

  it('end with every status but two', () => {
    expect(JOB_STATUSES.filter((status) => !hasEnded(status))).toEqual(['queued', 'running']);
  });

  it('are tried again for faults that pass, not for those that stay', () => {
    expect(['INFERENCE_FAILED', 'METER_LOST'].every(isPassing)).toBe(true);
    expect(['MODEL_NOT_LOADED', 'DATASET_EMPTY', 'METER_UNAVAILABLE', 'OUT_OF_RANGE'].some(isPassing)).toBe(
      false,
    );
  });
});
