import type { OpenAPIObject } from '@nestjs/swagger';
import { asOpenApi31 } from './json-schema-nulls.js';

const schemaIn31 = (schema: object): unknown => {
  const document = { openapi: '3.0.0', info: { title: '', version: '' }, paths: {} };
  const whole = { ...document, components: { schemas: { X: schema } } };
  return asOpenApi31(whole as OpenAPIObject).components?.schemas?.['X'];
};

it('makes null a type beside the one that may be null', () => {
  const own = { type: 'object', properties: { a: { type: 'number', nullable: true, description: 'x' } } };
  expect(schemaIn31(own)).toEqual({
    type: 'object',
    properties: { a: { type: ['number', 'null'], description: 'x' } },
  });
});

it('makes null a choice beside the schema that is referred to', () => {
  const $ref = '#/components/schemas/Y';
  expect(schemaIn31({ nullable: true, type: 'object', allOf: [{ $ref }] })).toEqual({
    anyOf: [{ $ref }, { type: 'null' }],
  });
});

it('adds null to the values of a choice', () => {
  expect(schemaIn31({ nullable: true, type: 'string', enum: ['a'] })).toEqual({
    type: ['string', 'null'],
    enum: ['a', null],
  });
});
