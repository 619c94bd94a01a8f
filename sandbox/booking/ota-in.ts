import { type Element, readXml, XmlError } from '../core/xml.ts';
import { badXml, OTA_NAMESPACE } from './answers.ts';

/** A body of XML with this root and no namespace. Throws ApiError 400. */
export function readBxml(text: string): Element {
  const root = readDocument(text);
  if (root.name !== 'request') throw badXml('the root must be request');
  return root;
}

/** A body of OpenTravel with one of these roots. Throws ApiError 400. */
export function readOta(text: string, ...names: readonly string[]): Element {
  const root = readDocument(text);
  if (!names.includes(root.name)) throw badXml(`the root must be ${names.join(' or ')}`);
  if (root.namespace !== OTA_NAMESPACE) throw badXml('wrong namespace');
  if (!root.attributes.Version) throw badXml('Version is missing');
  return root;
}

/** Attributes that a root must have beyond its version. Throws ApiError 400. */
export function demand(root: Element, ...attributes: readonly string[]): void {
  const missing = attributes.find((name) => !root.attributes[name]);
  if (missing) throw badXml(`${missing} is missing`);
}

function readDocument(text: string): Element {
  try {
    return readXml(text);
  } catch (cause) {
    if (cause instanceof XmlError) throw badXml(cause.message);
    throw cause;
  }
}
