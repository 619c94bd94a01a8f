import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { XmlError } from './errors.ts';
import { MAX_ATTRIBUTES, MAX_BYTES, MAX_DEPTH, MAX_TEXT } from './limits.ts';
import { attribute, every, first, textOf } from './pick.ts';
import { readXml, type XmlElement } from './read.ts';
import { ILLEGAL } from './references.ts';
import { document, el, type Xml } from './write.ts';

const read = (text: string) => readXml(Buffer.from(text, 'utf8')).root;

function faultOf(source: string | Uint8Array): string {
  try {
    readXml(typeof source === 'string' ? Buffer.from(source, 'utf8') : source);
  } catch (error) {
    if (error instanceof XmlError) return error.fault;
    throw error;
  }
  return 'none';
}

describe('what is read', () => {
  it('is text, never a number: zeros in front and all digits stay', () => {
    const root = read('<a id="007" n="90071992547409931234"> 01067 </a>');
    expect(attribute(root, 'id')).toBe('007');
    expect(attribute(root, 'n')).toBe('90071992547409931234');
    expect(textOf(root)).toBe('01067');
  });

  it.each([
    ['<a>M&#252;ller</a>', 'Müller'],
    ['<a>M&#xfC;ller</a>', 'Müller'],
    ['<a>&lt;b&gt; &amp;amp; &quot;&apos;</a>', '<b> &amp; "\''],
    ['<a>&#128512;</a>', '😀'],
    ['<a>O<!-- in the middle -->&apos;Brien</a>', "O'Brien"],
    ['<a><![CDATA[<b>&amp;]]></a>', '<b>&amp;'],
    ['<a>x<![CDATA[ ]] > ]]>y</a>', 'x ]] > y'],
    ['<a>one\r\ntwo\rthree</a>', 'one\ntwo\nthree'],
    ['<a>a<b>inside</b>c</a>', 'ac'],
    ['\ufeff<?xml version="1.0"?>\n<!-- before --><a>mark</a><?done?><!-- after -->\n', 'mark'],
  ])('%j has the text %j', (source, text) => {
    expect(textOf(read(source))).toBe(text);
  });

  it('has line breaks of attributes as blanks, and those that were written as references', () => {
    expect(read('<a t="one\r\ntwo\tthree&#10;four"/>').attributes).toEqual([
      { name: 't', value: 'one two three\nfour' },
    ]);
  });

  it('keeps names of prototypes as names like any other', () => {
    const root = read('<a __proto__="x" constructor="y"><__proto__><hasOwnProperty/></__proto__></a>');
    expect(attribute(root, '__proto__')).toBe('x');
    expect(first(root, '__proto__', 'hasOwnProperty')?.name).toBe('hasOwnProperty');
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('knows namespaces: prefixes are nothing, a foreign element of the same name is another', () => {
    const root = read(
      '<o:a xmlns:o="urn:o"><o:b>ours</o:b><b>none</b><x:b xmlns:x="urn:x">theirs</x:b><b xmlns="urn:o">too</b></o:a>',
    );
    expect(every(root, 'b').map(textOf)).toEqual(['ours', 'too']);
  });

  it('says where an element stands', () => {
    const { root, text } = readXml(Buffer.from('<a> <b x="1">ü</b><b/></a>'));
    expect(every(root, 'b').map(({ start, end }) => text.slice(start, end))).toEqual([
      '<b x="1">ü</b>',
      '<b/>',
    ]);
  });

  it('is decoded by what it declares, by its header, or as UTF-8', () => {
    const latin1 = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>Müller</a>', 'latin1');
    expect(textOf(readXml(latin1).root)).toBe('Müller');
    expect(textOf(readXml(Buffer.from('<a>Müller</a>', 'latin1'), 'iso-8859-1').root)).toBe('Müller');
  });
});

describe('what is not read', () => {
  const deep = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
  const wide = (count: number) => `<a ${Array.from({ length: count }, (_, at) => `a${at}="x"`).join(' ')}/>`;

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n ', 'empty'],
    ['a document type', '<!DOCTYPE a><a/>', 'doctype'],
    ['one in small letters', '<!doctype html><html></html>', 'doctype'],
    ['one after a comment', '<?xml version="1.0"?><!-- x --><!DOCTYPE a SYSTEM "http://x/"><a/>', 'doctype'],
    ['two roots', '<a/><b/>', 'not_well_formed'],
    ['text after the root', '<a/>x', 'not_well_formed'],
    ['no root', '<!-- a -->', 'not_well_formed'],
    ['a half', '<a><b>', 'not_well_formed'],
    ['half a tag', '<a b="1', 'not_well_formed'],
    ['tags that cross', '<a><b></a></b>', 'not_well_formed'],
    ['a closing tag alone', '</a>', 'not_well_formed'],
    ['an attribute twice', '<a x="1" x="1"/>', 'duplicate_attribute'],
    ['attributes not set apart', '<a x="1"y="2"/>', 'not_well_formed'],
    ['no quotes', '<a x=1/>', 'not_well_formed'],
    ['a lone attribute', '<a x/>', 'not_well_formed'],
    ['a prefix of nothing', '<o:a/>', 'not_well_formed'],
    ['a comment in a comment', '<a><!-- -- --></a>', 'not_well_formed'],
    ['an entity of nobody', '<a>&xxe;</a>', 'bad_reference'],
    ['one of HTML', '<a>&nbsp;</a>', 'bad_reference'],
    ['a bare ampersand', '<a>a & b</a>', 'bad_reference'],
    ['a reference to NUL', '<a>&#0;</a>', 'bad_reference'],
    ['a reference to a control', '<a>&#x1b;</a>', 'bad_reference'],
    ['a reference to half a character', '<a>&#xD800;</a>', 'bad_reference'],
    ['a reference beyond all', '<a>&#99999999999999999999;</a>', 'bad_reference'],
    ['a control', '<a>\u0007</a>', 'bad_character'],
    ['JSON', '{"a":1}', 'not_well_formed'],
    ['too deep', deep(MAX_DEPTH + 1), 'too_deep'],
    ['100,000 deep', '<a>'.repeat(100_000), 'too_deep'],
    ['too many attributes', wide(MAX_ATTRIBUTES + 1), 'too_many_attributes'],
    ['too long a text', `<a>${'x'.repeat(MAX_TEXT + 1)}</a>`, 'text_too_long'],
    ['one in parts', `<a>${'x'.repeat(MAX_TEXT)}<b/>y</a>`, 'text_too_long'],
    ['too long an attribute', `<a x="${'x'.repeat(MAX_TEXT + 1)}"/>`, 'text_too_long'],
    ['too many elements', `<a>${'<b/>'.repeat(250_001)}</a>`, 'too_many_elements'],
  ])('%s', (_what, source, fault) => {
    expect(faultOf(source)).toBe(fault);
  });

  it('what is just within the limits is', () => {
    expect(faultOf(deep(MAX_DEPTH))).toBe('none');
    expect(faultOf(wide(MAX_ATTRIBUTES))).toBe('none');
    expect(faultOf(`<a>${'x'.repeat(MAX_TEXT)}</a>`)).toBe('none');
  });

  it.each([
    ['UTF-16 with its mark', Buffer.from('\ufeff<a/>', 'utf16le'), 'encoding'],
    ['UTF-16 without', Buffer.from('<a/>', 'utf16le'), 'encoding'],
    ['UTF-7', Buffer.from('<?xml version="1.0" encoding="UTF-7"?><a/>'), 'encoding'],
    ['bytes that are no UTF-8', Buffer.from('<a>M\xfcller</a>', 'latin1'), 'encoding'],
    ['too large', Buffer.alloc(MAX_BYTES + 1, 0x20), 'too_large'],
  ])('%s', (_what, bytes, fault) => {
    expect(faultOf(bytes)).toBe(fault);
  });

  it('never says what stood in it', () => {
    for (const source of [
      '<a>4111111111111111&x;</a>',
      '<a x="4111111111111111" x=""/>',
      '<a>4111111111111111',
    ])
      expect(() => read(source)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('4111') }),
      );
  });
});

describe('time', () => {
  const CASES: Record<string, (size: number) => string> = {
    'open tags': (size) => `<r>${'<a>'.repeat(10)}${'</a>'.repeat(10)}${'<'.repeat(size)}`,
    references: (size) => `<r><a>${'&#252;'.repeat(5_000)}</a>${'<b>&amp;</b>'.repeat(size / 12)}</r>`,
    'bare ampersands': (size) => `<r>${'&'.repeat(size)}</r>`,
    'comments without an end': (size) => `<r>${'<!-'.repeat(size / 3)}`,
    'blanks in a tag': (size) => `<r ${' '.repeat(size)}x</r>`,
    namespaces: (size) =>
      `${Array.from({ length: 60 }, (_, at) => `<a xmlns:p${at}="u">`).join('')}${'<b xmlns="x"/>'.repeat(size / 14)}`,
    'long digits': (size) => `<r>&#${'0'.repeat(size)};</r>`,
  };

  it.each(Object.keys(CASES))('is linear for many %s', (name) => {
    const spent = (size: number) => {
      const source = Buffer.from(CASES[name]?.(size) ?? '');
      const since = performance.now();
      faultOf(source);
      return performance.now() - since;
    };
    spent(1_000_000);
    // Ten times the size of a quadratic reader would take a hundred times as long: minutes.
    expect(spent(10_000_000 / 2)).toBeLessThan(4_000);
  });
});

const NAME = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/);
const TEXT = fc.string({ unit: 'binary', maxLength: 20 });
type Plain = { name: string; attributes: Record<string, string>; content: string | Plain[] };
const tree = fc.letrec<{ node: Plain }>((tie) => ({
  node: fc.record({
    name: NAME,
    attributes: fc.dictionary(
      NAME.filter((name) => name !== 'xmlns'),
      TEXT,
      { maxKeys: 4, noNullPrototype: false },
    ),
    content: fc.oneof({ maxDepth: 3 }, TEXT, fc.array(tie('node'), { maxLength: 4 })),
  }),
})).node;

const UNSAYABLE = new RegExp(ILLEGAL.source, 'g');
const sayable = (text: string) => text.toWellFormed().replace(UNSAYABLE, '');
const written = ({ name, attributes, content }: Plain): Xml =>
  el(name, attributes, typeof content === 'string' ? content : content.map(written));

function expectSame(element: XmlElement, { name, attributes, content }: Plain): void {
  expect(element.name).toBe(name);
  expect(element.attributes).toEqual(
    Object.entries(attributes).map(([name, text]) => ({ name, value: sayable(text) })),
  );
  if (typeof content === 'string') expect(element.text).toBe(sayable(content));
  else for (const [at, child] of content.entries()) expectSame(element.children[at] as XmlElement, child); // of as many
}

describe('what is written', () => {
  it('is read as it was meant, whatever it says', () => {
    fc.assert(
      fc.property(tree, (plain) => {
        expectSame(readXml(document(written(plain))).root, plain);
      }),
    );
  });

  it('is read alike by another reader', () => {
    const other = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseTagValue: false,
      parseAttributeValue: false,
      trimValues: false,
      htmlEntities: true,
      ignoreDeclaration: true,
    });
    const source = '<a x="1 &amp; 2"><b>M&#252;ller &lt;</b><c y="z"/><b><![CDATA[<raw>]]></b></a>';
    expect(other.parse(source)).toEqual([
      {
        ':@': { x: '1 & 2' },
        a: [{ b: [{ '#text': 'Müller <' }] }, { c: [], ':@': { y: 'z' } }, { b: [{ '#text': '<raw>' }] }],
      },
    ]);
    const root = read(source);
    expect(attribute(root, 'x')).toBe('1 & 2');
    expect(root.children.map((child) => child.text)).toEqual(['Müller <', '', '<raw>']);
  });
});
