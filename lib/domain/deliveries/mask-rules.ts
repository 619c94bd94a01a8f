const SHOWN = 64 * 1024;
const BLANK = '•••';

/** Names of fields that hold a secret, a person's data or a card, in JSON, XML and headers alike. */
const SECRET =
  'access_?token|refresh_?token|token|authorization|api_?key|api-key|client_?secret|secret|password|signature|jwt';
const PERSON =
  'first_?name|last_?name|given_?name|surname|middle_?name|full_?name|guest_?name|guest|name_?prefix|e-?mail(?:_?addresses|_?address)?|phone(?:_?numbers?|number)?|telephone|address_?line|street|cardholder|card_?number|card_?code|cvv|cvc|expire_?date|expiry|series_?code|number_?on_?card|special_?requests?|comments?';
const NAMES = `(?:${SECRET}|${PERSON})`;

const RULES: readonly (readonly [RegExp, string])[] = [
  // "token": "…", "guest_names": ["…"], numbers too.
  [new RegExp(`("${NAMES}s?"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1"${BLANK}"`],
  [new RegExp(`("${NAMES}s?"\\s*:\\s*)(?:\\[[^\\]]*\\]|-?[0-9][0-9.]*)`, 'gi'), `$1"${BLANK}"`],
  // <GivenName>…</GivenName>, with or without a namespace.
  [new RegExp(`(<(?:[\\w-]+:)?${NAMES}(?:\\s[^>]*)?>)[^<]*(?=</)`, 'gi'), `$1${BLANK}`],
  // PhoneNumber="…"
  [new RegExp(`(\\s${NAMES}\\s*=\\s*)(["'])[^"']*\\2`, 'gi'), `$1$2${BLANK}$2`],
  // authorization: Bearer …
  [
    new RegExp(`(^|\\n)((?:${SECRET}|cookie|set-cookie|x-[\\w-]*(?:key|token))\\s*:\\s*)[^\\r\\n]+`, 'gi'),
    `$1$2${BLANK}`,
  ],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${BLANK}`],
  [/([?&](?:[\w-]*token|key|secret|code|signature)=)[^&\s"'<]+/gi, `$1${BLANK}`],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}/g, BLANK],
];

/**
 * What was sent or answered as text for a person: secrets, people's data and cards blanked, long ones cut. What is told to a
 * channel holds none of these; this stands in the way of one that says more than it should.
 */
export function masked(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, SHOWN));
  const blanked = RULES.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
  const cardless = blanked.replace(CARD, (number) => (isCard(number) ? BLANK : number));
  return bytes.length > SHOWN ? `${cardless}\n…` : cardless;
}

/** In one piece or in fours. */
const CARD = /\b[2-6](?:[ -]?\d){12,15}\b/g;

/** Luhn's check: most other long numbers, as of listings, fail it. */
function isCard(number: string): boolean {
  const digits = [...number.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 1 ? digit * 2 : digit;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
