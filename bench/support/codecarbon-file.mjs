// Files as CodeCarbon 3.3.0 writes them.
import { randomUUID } from 'node:crypto';

export const COLUMNS =
  'timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue'.split(
    ',',
  );

/** A row of CodeCarbon 3.3.0; figures invented, energies spread so that no two runs are the same. */
export function row(index) {
  const cpu = 0.001 * (1 + (index % 97) / 970);
  const gpu = 0.008 * (1 + (index % 89) / 890);
  const ram = 0.0005;
  const kwh = cpu + gpu + ram;
  return [
    '2026-01-01T00:00:00,demo',
    randomUUID(),
    '5b0fa12a-3dd7-45bb-9766-cc326314d9f1,100',
    `${kwh * 0.38},${(kwh * 0.38) / 100},40,300,20,${cpu},${gpu},${ram},${kwh}`,
    '0,Sweden,SWE,stockholm,,,Linux,3.12,3.3.0,64,AMD EPYC 7763,2,2 x NVIDIA L4,18.07,59.33,64,machine,20,90,30,20,N,1.0,0',
  ].join(',');
}

/** A file of so many rows, in pieces of a thousand. */
export function* file(rows) {
  yield `${COLUMNS.join(',')}\n`;
  for (let index = 0; index < rows;) {
    let text = '';
    for (const end = Math.min(rows, index + 1_000); index < end; index += 1) text += `${row(index)}\n`;
    yield text;
  }
}
