/** What the model is told when a reply goes on that broke off. */
export const continueInstruction =
  "Your last reply was interrupted. Go on exactly where it stops, without repeating anything and without a remark on it."
