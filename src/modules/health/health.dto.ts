export class HealthDto {
  status: string;
}

export class ReadinessDto {
  status: string;

  /** Version of the data that answers are from; also sent as ETag. */
  dataVersion: string;
}
