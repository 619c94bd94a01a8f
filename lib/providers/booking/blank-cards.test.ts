import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { XmlError } from '#lib/platform/xml/errors.ts';
import { readXml } from '#lib/platform/xml/read.ts';
import { blankCards } from './blank-cards.ts';

const NUMBER = '4111111111111111';
const blanked = (text: string) => Buffer.from(blankCards(Buffer.from(text, 'utf8'))).toString('utf8');

describe('card data', () => {
  it.each([
    [`<PaymentCard CardCode="VI" CardNumber="${NUMBER}" SeriesCode="737" ExpireDate="0128"/>`],
    [`<PaymentCard CardNumber='${NUMBER}' SeriesCode = '737'/>`],
    [`<ota:PaymentCard ota:CardNumber="${NUMBER}" ota:SeriesCode="737"/>`],
    [`<PaymentCard cardnumber="${NUMBER}" SERIESCODE="737"/>`],
    ['<PaymentCard CardNumber="&#52;111111111111111" SeriesCode="&#x37;37"/>'],
    [
      `<CardNumber><PlainText>${NUMBER}</PlainText></CardNumber><SeriesCode><PlainText>737</PlainText></SeriesCode>`,
    ],
    [`<x:CardNumber Mask="0" EncryptedValue="${NUMBER}">${NUMBER}</x:CardNumber>`],
    [
      `<CardNumber><!-- </CardNumber> -->${NUMBER}</CardNumber><SeriesCode><![CDATA[</SeriesCode>737]]></SeriesCode>`,
    ],
    [`<customer><cc_number>${NUMBER}</cc_number><cc_cvc>737</cc_cvc></customer>`],
    [`<cc_number value="${NUMBER}"/><cvc value="737"/>`],
    [`<cvc>737</cvc><CC_NUMBER\n type="x">${NUMBER}</CC_NUMBER\n>`],
    [`<Text>&lt;PaymentCard CardNumber=&quot;${NUMBER}&quot; SeriesCode=&#34;737&#34;/&gt;</Text>`],
    [`<Text>&lt;CardNumber&gt;${NUMBER}&lt;/CardNumber&gt;&#60;cvc&#62;737&#60;/cvc&#62;</Text>`],
    [`<Text>&amp;lt;cc_number&amp;gt;${NUMBER}&amp;lt;/cc_number&amp;gt;</Text>`],
    [`<![CDATA[<cc_number>${NUMBER}</cc_number>]]>`],
    [`{"cc_number":"${NUMBER}","cvc": 737,"CardNumber" : "${NUMBER}"}`],
    [`"{\\"cc_number\\":\\"${NUMBER}\\"}"`],
    // Not well-formed, and no less a card.
    [`<PaymentCard CardNumber="${NUMBER}`],
    [`<PaymentCard CardNumber=${NUMBER} SeriesCode=737>`],
    [`<PaymentCard CardNumber="${NUMBER} SeriesCode=737><b/>`],
    [`<cc_number>${NUMBER}`],
    [`<cc_number ${NUMBER}`],
    [`<a><cc_number>${NUMBER}</cc_numbers></a>`],
    [`CardNumber="${NUMBER}"`],
  ])('goes from %s', (source) => {
    const kept = blanked(source);
    expect(kept).not.toMatch(/1111|737/);
  });

  it('goes, and all else stays as it was, byte for byte', () => {
    const source = `<a id="4000000001"><PaymentCard CardCode="VI" CardNumber="${NUMBER}"/><n>Müller</n></a>`;
    expect(blanked(source)).toBe(source.replace(NUMBER, ''));
    expect(blanked(blanked(source))).toBe(blanked(source));
    const elements = `<r><cc_number>${NUMBER}</cc_number><cc_name>Ann</cc_name></r>`;
    expect(blanked(elements)).toBe('<r><cc_number></cc_number><cc_name>Ann</cc_name></r>');
  });

  it('is nothing that looks like it: ids, phones and words stay', () => {
    const source =
      '<r ResID_Value="4111111111111111" CardNumberCount="2" MyCardNumber="3"><Text>cardnumber please</Text><id>4111111111111111</id></r>';
    const bytes = Buffer.from(source);
    expect(blankCards(bytes)).toBe(bytes);
  });

  it('of what cannot be looked into nothing is kept', () => {
    const source = `<a CardNumber="${NUMBER}"/>`;
    expect(blankCards(Buffer.from(source, 'utf16le'))).toHaveLength(0);
    expect(blankCards(Buffer.from(`\ufeff${source}`, 'utf16le'))).toHaveLength(0);
    expect(blankCards(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 1, 2]))).toHaveLength(0);
    expect(blankCards(Buffer.from('<?xml version="1.0" encoding="UTF-7"?><a/>'))).toHaveLength(0);
  });

  it('leaves a message well-formed that was', () => {
    const part = fc.constantFrom(
      `<PaymentCard CardNumber="${NUMBER}" SeriesCode='737'/>`,
      `<cc_number a="1">${NUMBER}</cc_number>`,
      '<CardNumber/>',
      '<Text>ü &amp; &lt;cvc&gt;737&lt;/cvc&gt;</Text>',
      `<CardNumber><PlainText>${NUMBER}</PlainText></CardNumber>`,
      '<b/>',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const kept = blankCards(Buffer.from(`<r>${parts.join('')}</r>`));
        expect(readXml(kept).root.name).toBe('r');
        expect(Buffer.from(kept).toString()).not.toMatch(/1111|737/);
      }),
    );
  });

  it('never throws, whatever it is given, and is quick about it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(blankCards(bytes).byteLength).toBeLessThanOrEqual(bytes.byteLength);
      }),
    );
    const since = performance.now();
    for (const piece of ['<cvc ', '<cvc>', 'cvc="', '&lt;cvc&gt;', '<cvc><!-- ', 'cvc=&quot;', '"cvc":'])
      blankCards(Buffer.from(piece.repeat(400_000)));
    expect(performance.now() - since).toBeLessThan(8_000);
  });

  it('is gone before a reader can say a word of it', () => {
    const kept = blankCards(Buffer.from(`<a><PaymentCard CardNumber="${NUMBER}" CardNumber="x"/></a>`));
    expect(() => readXml(kept)).toThrow(XmlError);
    expect(Buffer.from(kept).toString()).not.toContain(NUMBER);
  });
});
