import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys for whoever writes. A revoked key stays, so that the audit log can name it. */
export class ApiKeys1795300400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        id text PRIMARY KEY,
        name text NOT NULL,
        scopes text[] NOT NULL,
        secret_hash bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );
      COMMENT ON COLUMN api_key.secret_hash IS 'SHA-256 of the secret; the secret itself is not stored';
      COMMENT ON COLUMN api_key.last_used_at IS 'to the minute';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_key');
  }
}
