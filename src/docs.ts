import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { stringify } from 'yaml';
import { asOpenApi31, withProblemResponses } from './common/http/index.js';
import { version } from './version.js';
import pluginMetadata from './metadata.js';

/** The OpenAPI document of the service, from its own classes. */
export async function openApiDocument(app: NestFastifyApplication): Promise<OpenAPIObject> {
  await SwaggerModule.loadPluginMetadata(pluginMetadata);
  const config = new DocumentBuilder()
    .setTitle('Wattfactor')
    .setDescription(
      'Emission factors of AI inference, each traced to measured runs, and fleet-scale estimates with honest ' +
        'intervals. Energy is the fact; grams follow from a named grid intensity. CO2e, location-based, GWP100.',
    )
    .setVersion(version())
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key, wf_<id>_<secret>' }, 'bearer')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key' }, 'xApiKey')
    .addApiKey(
      {
        type: 'apiKey',
        in: 'header',
        name: 'x-api-token',
        description: 'The same key, as CodeCarbon sends it',
      },
      'xApiToken',
    )
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return asOpenApi31(withProblemResponses(document));
}

export const openApiYaml = (document: OpenAPIObject): string =>
  stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });

/** The interactive reference at /docs, where / leads too, and the document itself at /openapi.yaml. */
export async function serveDocs(app: NestFastifyApplication): Promise<void> {
  const document = await openApiDocument(app);
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Wattfactor API', raw: false });
  const yaml = openApiYaml(document);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/', (_request, reply) => reply.redirect('/docs'));
  fastify.get('/openapi.yaml', (_request, reply) => reply.type('application/yaml; charset=utf-8').send(yaml));
}
