import { plainToInstance, Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Matches, ValidateBy, validateSync } from 'class-validator';

/** One rule, so that a wrong value is answered with one sentence. */
const WholeNumber =
  (min: number, max: number): PropertyDecorator =>
  (target, name) => {
    Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : Number(value)))(
      target,
      name,
    );
    ValidateBy({
      name: 'wholeNumber',
      validator: {
        validate: (value: unknown) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
        defaultMessage: () => `$property must be a whole number from ${min} to ${max}`,
      },
    })(target, name);
  };

/** Every environment variable that the service reads. */
export class Config {
  /** Port of the HTTP server; 0 takes a free one. */
  @WholeNumber(0, 65_535)
  PORT = 3000;

  /** Address to listen on. The default answers this machine only. */
  @IsString()
  HOST = '127.0.0.1';

  /** A Postgres server of yours. Without it the service runs its own. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must start with postgres:// or postgresql://' })
  DATABASE_URL?: string;

  /** Where the service's own Postgres keeps its data. */
  @IsOptional()
  @IsString()
  WATTFACTOR_HOME?: string;

  @IsIn(['error', 'warn', 'log', 'debug'])
  LOG_LEVEL = 'warn';

  /** Largest JSON body, in bytes. */
  @WholeNumber(1_024, 1_073_741_824)
  BODY_LIMIT_BYTES = 1_048_576;

  /** Requests that one address may send in a minute; 0 sets no limit. */
  @WholeNumber(0, 1_000_000)
  REQUESTS_PER_MINUTE = 3_000;

  /** `on` behind a reverse proxy of yours: the client's address is what the proxy forwards. */
  @IsIn(['on', 'off'])
  TRUST_PROXY = 'off';

  /** Whether the service runs benchmarks itself; `wattfactor worker` does so in any case. */
  @IsIn(['on', 'off'])
  WATTFACTOR_WORKER = 'on';

  /** Whether a worker runs programs that a benchmark names, with its own rights. */
  @IsIn(['on', 'off'])
  WATTFACTOR_WORKER_COMMANDS = 'off';

  /** Seconds of silence after which a worker is taken for dead and its benchmark is given to another. */
  @WholeNumber(2, 3_600)
  WATTFACTOR_WORKER_DEAD_AFTER_S = 30;

  /** Largest file of usage for a bulk estimate, in bytes, as sent and as decompressed. */
  @WholeNumber(1_024, 1_099_511_627_776)
  BULK_LIMIT_BYTES = 4_294_967_296;

  /** API key of Electricity Maps; without it live carbon intensity is answered with the stored figure. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]+$/, {
    message: 'WATTFACTOR_ELECTRICITY_MAPS_KEY must be one word of visible ASCII characters',
  })
  WATTFACTOR_ELECTRICITY_MAPS_KEY?: string;

  /** Where the API of Electricity Maps is, without `/v3`. */
  @Matches(/^https?:\/\//, {
    message: 'WATTFACTOR_ELECTRICITY_MAPS_URL must start with https:// or http://',
  })
  WATTFACTOR_ELECTRICITY_MAPS_URL = 'https://api.electricitymaps.com';

  /** Largest file of POST /v1/imports, in bytes, both as sent and decompressed. */
  @WholeNumber(1_024, Number.MAX_SAFE_INTEGER)
  IMPORT_LIMIT_BYTES = 1_073_741_824;

  /** Seconds of silence after which a run of a CodeCarbon client is taken for ended. */
  @WholeNumber(1, 604_800)
  CODECARBON_SILENCE_S = 300;

  /** `true` takes CodeCarbon clients without a key (2.6.0 to 2.7.1 send none); their runs arrive as drafts. */
  @IsIn(['true', 'false'])
  CODECARBON_ANONYMOUS = 'false';
}

const WITHOUT_DEFAULT = ['DATABASE_URL', 'WATTFACTOR_HOME', 'WATTFACTOR_ELECTRICITY_MAPS_KEY'];

/** Reads the environment; a wrong value stops the start with the variable's name and the way out. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = [...Object.keys(new Config()), ...WITHOUT_DEFAULT];
  const given = Object.fromEntries(known.flatMap((key) => (env[key] ? [[key, env[key]]] : [])));
  const config = plainToInstance(Config, given);
  const messages = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (messages.length > 0) throw new Error(`The environment is not usable: ${messages.join('; ')}`);
  return config;
}
