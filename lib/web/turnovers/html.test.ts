import { expect, it } from 'vitest';
import { html } from './html.ts';

it('keeps what is put in as text, in text and in attributes, and markup as markup', () => {
  const name = `<b onload='x'>"R&D"`;
  expect(html`<p title="${name}">${name}${html`<i>${1}</i>`}${[html`a`, html`b`]}${null}</p>`.markup).toBe(
    '<p title="&lt;b onload=&#39;x&#39;&gt;&quot;R&amp;D&quot;">&lt;b onload=&#39;x&#39;&gt;&quot;R&amp;D&quot;<i>1</i>ab</p>',
  );
});
