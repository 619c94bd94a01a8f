export const XML_FAULTS = [
  'empty',
  'too_large',
  'encoding',
  'doctype',
  'too_deep',
  'too_many_attributes',
  'too_many_elements',
  'text_too_long',
  'bad_character',
  'bad_reference',
  'duplicate_attribute',
  'not_well_formed',
] as const;
export type XmlFault = (typeof XML_FAULTS)[number];

/** Why a message is not read. `message` is a sentence with nothing of the document in it. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly fault: XmlFault;

  constructor(fault: XmlFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
