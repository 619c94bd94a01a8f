/** A person opens the consent page and presses a button, as a browser sends that. */
export async function press(url: URL, decision: 'approve' | 'refuse', account: string): Promise<URL> {
  const page = await fetch(url);
  const html = await page.text();
  if (!page.ok) throw new Error(`the consent page answered ${page.status}`);
  const fields = new URLSearchParams();
  for (const [input] of html.matchAll(/<input\b[^>]*>/g)) {
    const [name, value, type] = ['name', 'value', 'type'].map(
      (key) => new RegExp(`\\b${key}="([^"]*)"`).exec(input)?.[1],
    );
    if (name === undefined || value === undefined || type === 'radio' || type === 'submit') continue;
    fields.append(name, value.replaceAll('&amp;', '&'));
  }
  fields.set('account', account);
  fields.set('decision', decision);
  const action = /<form method="post" action="([^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await fetch(new URL(action, url), { method: 'POST', body: fields, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null)
    throw new Error(`pressing ${decision} answered ${answer.status}: ${await answer.text()}`);
  return new URL(location);
}
