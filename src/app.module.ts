import { MercuriusDriver } from '@nestjs/mercurius';
import type { MercuriusDriverConfig } from '@nestjs/mercurius';
import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { CountScalar } from './common/fields/index.js';
import { graphqlErrorAnswer } from './common/errors/index.js';
import { maxDepth } from './common/graphql/max-depth.js';
import { requireAffordable } from './common/graphql/query-cost.js';
import { DatabaseModule } from './database/database.module.js';
import { AuthModule } from './modules/auth/index.js';
import { BenchmarkModule } from './modules/benchmark/index.js';
import { CatalogueModule } from './modules/catalogue/index.js';
import { EstimateModule } from './modules/estimate/index.js';
import { FactorsModule } from './modules/factors/index.js';
import { GridModule } from './modules/grid/index.js';
import { HealthModule } from './modules/health/index.js';
import { ReferencesModule } from './modules/references/index.js';
import { IngestionModule } from './modules/ingestion/index.js';
import { RunsModule } from './modules/runs/index.js';
import pluginMetadata from './metadata.js';

/** Deep enough for tasks → models → factors → runs → phases; each level more multiplies the answer. */
const MAX_DEPTH = 9;

const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
  driver: MercuriusDriver,
  autoSchemaFile: true,
  sortSchema: true,
  metadata: pluginMetadata,
  buildSchemaOptions: {
    numberScalarMode: 'float',
    scalarsMap: [{ type: () => BigInt, scalar: CountScalar }],
  },
  path: '/graphql',
  graphiql: false,
  jit: 1,
  validationRules: [maxDepth(MAX_DEPTH)],
  allowBatchedQueries: false,
  errorFormatter: graphqlErrorAnswer,
  hooks: {
    preExecution: (schema, document, _context, variables) => requireAffordable(schema, document, variables),
  },
});

@Module({})
export class AppModule {
  static forDatabase(url: string): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.forUrl(url),
        graphql,
        AuthModule,
        CatalogueModule,
        RunsModule,
        GridModule,
        FactorsModule,
        ReferencesModule,
        EstimateModule,
        IngestionModule,
        BenchmarkModule,
        HealthModule,
      ],
    };
  }
}
