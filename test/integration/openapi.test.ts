import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { openApi } from '../../protocol/rest/openapi.ts';

describe('the OpenAPI document', () => {
  it('is one, by the schema that OpenAPI 3.1 publishes', async () => {
    const document = { ...openApi('1.2.3') };
    const { valid, errors } = await new Validator().validate(document);
    expect(errors ?? [], JSON.stringify(errors)).to.deep.equal([]);
    expect(valid).to.equal(true);
  });
});
