import { randomUUID } from 'node:crypto';
import { type Attributes, el, type Xml } from '../core/xml.ts';
import type { BookingHost } from './host.ts';
import { ApiError, PROBLEMS, problemAttributes, shortText } from './problems.ts';

export const OTA_NAMESPACE = 'http://www.opentravel.org/OTA/2003/05';

/** Ends with the request's id for support, as a comment. */
export function xmlResponse(content: Xml, status = 200): Response {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${content.xml}\n<!-- RUID: [${randomUUID()}] -->\n`;
  return new Response(text, { status, headers: { 'content-type': 'text/xml; charset=utf-8' } });
}

/** What each root of OpenTravel begins with. */
export function otaRoot(
  host: BookingHost,
  name: string,
  content: readonly Xml[],
  more: Attributes = {},
): Xml {
  const version = /ResNotif|ResModify/.test(name) ? '2.001' : /RateAmount/.test(name) ? '3.000' : '1.005';
  return el(
    name,
    {
      xmlns: OTA_NAMESPACE,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${OTA_NAMESPACE} ${name}.xsd`,
      TimeStamp: host.clock.now().toString({ smallestUnit: 'second' }).replace('Z', '+00:00'),
      Target: 'Production',
      Version: version,
      ...more,
    },
    content,
  );
}

export const SUCCESS = el('Success');

export function jsonData(data: unknown, status = 200, errors: readonly unknown[] = []): Response {
  return Response.json({ meta: { ruid: randomUUID() }, warnings: [], errors, data }, { status });
}

/** The refusal in the shape of the family of calls that the path belongs to. */
export function refused(host: BookingHost, path: string, error: ApiError): Response {
  const response = shaped(host, path, error);
  if (error.retryAfter !== null && host.settings.retryAfter) {
    response.headers.set('retry-after', String(error.retryAfter));
  }
  return response;
}

function shaped(host: BookingHost, path: string, error: ApiError): Response {
  const { status, problem, message } = error;
  const ota =
    /\/hotels\/ota\/(OTA_\w+)/.exec(path)?.[1] ?? (path.endsWith('/read') ? 'OTA_ResRetrieve' : null);
  if (ota !== null) {
    const errors = el('Errors', {}, el('Error', problemAttributes(problem, message)));
    return xmlResponse(otaRoot(host, `${ota}RS`, [errors]), status);
  }
  if (path.includes('/hotels/xml/')) {
    return xmlResponse(el('fault', { code: status, string: shortText(problem, message) }), status);
  }
  if (path.endsWith('/exchange')) return Response.json({ ruid: randomUUID(), error: message }, { status });
  return jsonData(null, status, [{ code: String(problem.code), message: shortText(problem, message) }]);
}

/** The body as XML. Throws ApiError 400. */
export function badXml(message: string): ApiError {
  return new ApiError(400, PROBLEMS.schema, message);
}
