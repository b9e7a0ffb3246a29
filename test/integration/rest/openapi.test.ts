import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { openApi } from '../../../protocol/rest/openapi.ts';
import { problemType } from '../../../protocol/rest/problem.ts';
import { checkAnswer } from '../../support/rest/answers.ts';

describe('the OpenAPI document', () => {
  it('is valid by the schema of OpenAPI 3.1', async () => {
    const document = { ...openApi('1.2.3') };
    const { valid, errors } = await new Validator().validate(document);
    expect(errors ?? [], JSON.stringify(errors)).to.deep.equal([]);
    expect(valid).to.equal(true);
  });

  it('names every status, media type, field and code that a route may answer', () => {
    const check = (status: number, type: string, body: object) => () =>
      checkAnswer('session.signOut', new Response(null, { status, headers: { 'content-type': type } }), body);
    const problem = { type: 'about:blank', title: 'x', status: 403, code: 'forbidden' };
    expect(check(200, 'application/json; charset=utf-8', {})).not.to.throw();
    expect(check(403, problemType, problem)).not.to.throw();
    expect(check(201, 'application/json', {})).to.throw('not in the document');
    expect(check(200, 'text/html', {})).to.throw('not in the document');
    expect(check(200, 'application/json', { more: 1 })).to.throw('additional properties');
    expect(check(403, problemType, { ...problem, code: 'clash' })).to.throw('allowed values');
  });
});
