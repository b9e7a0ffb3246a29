/** The key with which the tests' services sign tokens, so that a test can forge some. */
export const tokenSecret = 'mot-khoa-chi-dung-de-thu-nghiem-0123456789';

export const administrator = { login: 'quantri', password: 'mat-khau-de-thu-nghiem' };
