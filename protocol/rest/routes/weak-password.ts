/** Why a new password is refused. */
export const weakPassword = ['password-common', 'password-pattern', 'password-personal'] as const;
