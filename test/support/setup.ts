import { cleanUp } from './cleanup.js';

jest.setTimeout(60_000);
afterAll(cleanUp);
