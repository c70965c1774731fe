/** What the user says of the code: in, nothing; out, the type that reading follows. */

/** What a user may answer in place of what reading finds. */
export interface Answers {
  readonly managePy?: string | undefined;
  readonly settings?: string | undefined;
  /** Class of django-configurations. */
  readonly configuration?: string | undefined;
  readonly wsgi?: string | undefined;
  readonly asgi?: string | undefined;
  readonly serve?: 'wsgi' | 'asgi' | undefined;
  /** What variables hold in production, as far as they decide what the settings are (`{ STAGE: 'production' }`). */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}
