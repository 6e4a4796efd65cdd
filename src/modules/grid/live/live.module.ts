import { Logger, Module } from '@nestjs/common';
import { readConfig } from '../../../common/config/config.js';
import { ElectricityMaps } from './electricity-maps.js';
import { LiveIntensities } from './live-intensities.js';

/** A request waits this long at most before it gets the stored figure. */
const TIMEOUT_MS = 2_000;
/** The provider's figures are of the hour; a few minutes of age lie within that. */
const CACHE_MS = 5 * 60_000;
const RESET_MS = 30_000;
const VOLUME_THRESHOLD = 3;

@Module({
  providers: [
    {
      provide: LiveIntensities,
      useFactory: () => {
        const { WATTFACTOR_ELECTRICITY_MAPS_URL: baseUrl, WATTFACTOR_ELECTRICITY_MAPS_KEY: key } =
          readConfig();
        const provider = new ElectricityMaps({ baseUrl, key, timeoutMs: TIMEOUT_MS });
        const logger = new Logger('LiveIntensities');
        const options = {
          cacheMs: CACHE_MS,
          resetMs: RESET_MS,
          volumeThreshold: VOLUME_THRESHOLD,
          say: (line: string) => logger.warn(line),
        };
        return new LiveIntensities(provider, options);
      },
    },
  ],
  exports: [LiveIntensities],
})
export class LiveModule {}
