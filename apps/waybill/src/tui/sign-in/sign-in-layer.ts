/** A sign-in that waits for a person: at an address, perhaps with a code to enter there. */
export interface SignInLayer {
  readonly kind: 'sign-in';
  readonly identity: string | undefined;
  readonly url: string;
  readonly userCode?: string | undefined;
  readonly expiresOn?: Date | undefined;
  readonly isCopied: boolean;
}

/** A secret that somebody has to type. What was typed is not part of what the screen knows. */
export interface PromptLayer {
  readonly kind: 'prompt';
  readonly label: string;
  readonly length: number;
}
