import type { RunDraft } from './run-draft.js';

interface GpuPower {
  readonly name: RegExp;
  /** The largest board power of any version of the GPU, W. */
  readonly watts: number;
}

/** Manufacturers' datasheets, by the year of the datasheet. The first name that fits counts. */
const GPU_POWER: readonly GpuPower[] = [
  { name: /\bg?b300\b/, watts: 1_400 }, // NVIDIA DGX B300, 2025
  { name: /\bgb200\b/, watts: 1_200 }, // NVIDIA GB200 NVL72, 2024
  { name: /\bb200\b/, watts: 1_000 }, // NVIDIA DGX B200, 2024
  { name: /\bg?h200\b/, watts: 1_000 }, // NVIDIA GH200 superchip 1,000 (2023); H200 SXM 700 (2023)
  { name: /\bh100\b/, watts: 700 }, // NVIDIA H100 SXM5, 2022
  { name: /\ba100\b/, watts: 500 }, // NVIDIA A100 SXM4 400, 500 in custom cooling, 2021
  { name: /\ba40\b/, watts: 300 }, // NVIDIA A40, 2020
  { name: /\ba10g?\b/, watts: 300 }, // AWS G5 A10G 300 (2021); NVIDIA A10 150 (2021)
  { name: /\bl40s?\b/, watts: 350 }, // NVIDIA L40S, 2023
  { name: /\bl4\b/, watts: 72 }, // NVIDIA L4, 2023
  { name: /\bv100s?\b/, watts: 350 }, // NVIDIA V100 SXM3, 2018
  { name: /\bt4\b/, watts: 70 }, // NVIDIA T4, 2018
  { name: /\bp100\b/, watts: 300 }, // NVIDIA P100 SXM2, 2016
  { name: /\brtx.*5090\b/, watts: 575 }, // NVIDIA GeForce RTX 5090, 2025
  { name: /\brtx.*4090\b/, watts: 450 }, // NVIDIA GeForce RTX 4090, 2022
  { name: /\brtx.*3090\b/, watts: 450 }, // NVIDIA GeForce RTX 3090 Ti, 2022
  { name: /\brtx.*6000\b/, watts: 600 }, // NVIDIA RTX PRO 6000 Blackwell, 2025
  { name: /\bmi355x\b/, watts: 1_400 }, // AMD Instinct MI355X, 2025
  { name: /\bmi3[02][05]x\b/, watts: 1_000 }, // AMD Instinct MI325X, 2024
  { name: /\bmi250x?\b/, watts: 560 }, // AMD Instinct MI250X, 2021
  { name: /\bgaudi ?3\b/, watts: 900 }, // Intel Gaudi 3, 2024
  { name: /\bgaudi ?2\b/, watts: 600 }, // Intel Gaudi 2, 2022
  { name: /\bspeedai ?240\b/, watts: 75 }, // Untether AI speedAI240 Slim, 2024
];

/** A GPU that the table does not name is taken for the hungriest that it does. */
const UNKNOWN_GPU_W = Math.max(...GPU_POWER.map(({ watts }) => watts));

/** Boards exceed their rating for a moment and meters err by some 5 % (Yang et al., SC24, 2024). */
const MARGIN = 1.25;

/** Everything of a node but its GPUs: NVIDIA DGX B200 (2024), 14,300 W less 8 × 1,000 W, rounded up. */
const HOST_W = 6_500;

/** From the IT plug to the facility: the highest PUE class of the Uptime Institute's survey (2023). */
const FACILITY_FACTOR = 2.5;

/** The most that the machine of a run can draw within its energy scope, W. Generous: beyond it a unit is wrong. */
export function maximumPowerW({ hardware, energyScope }: RunDraft): number {
  const gpus = gpuPowerW(hardware.gpuModel) * hardware.gpuCount * MARGIN;
  if (energyScope === 'gpu') return gpus;
  const system = gpus + HOST_W * hardware.nodes;
  return energyScope === 'facility' ? system * FACILITY_FACTOR : system;
}

function gpuPowerW(model: string | null): number {
  const name = (model ?? '').toLowerCase().replace(/[^a-z0-9.]+/g, ' ');
  return GPU_POWER.find((gpu) => gpu.name.test(name))?.watts ?? UNKNOWN_GPU_W;
}
