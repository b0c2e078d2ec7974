/** Stands in for `form-data-encoder` in the bundle: got uses it only for a body that is a form. */
export function isFormData(value: unknown): boolean {
  return value instanceof FormData;
}

export class FormDataEncoder {
  constructor() {
    throw new Error("Forms are not built in: got must be given a text, bytes or json.");
  }
}
