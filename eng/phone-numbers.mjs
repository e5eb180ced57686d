// Run by eng/phone-numbers. Writes the table, every region's example number, and numbers of all sorts as the package itself judges them.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const metadata = require('libphonenumber-js/metadata.max.json');
const examples = require('libphonenumber-js/examples.mobile.json');
const { parsePhoneNumberFromString } = require('libphonenumber-js/max');
const [, , version, table, tests] = process.argv;
const names = new Intl.DisplayNames(['en'], { type: 'region' });

// The columns of a region in the metadata, and of its types of numbers.
const [code, idd, general, lengths, , trunk, , parse, transform, , leading, types] = Array(12).keys();
const [fixed, mobile, tollFree, premium, personal, voicemail, uan, pager, voip, sharedCost] = Array(10).keys();

const rows = [];
for (const [callingCode, regions] of Object.entries(metadata.country_calling_codes)) {
  for (const region of regions) {
    const data = metadata.countries[region];
    if (!data) continue;
    const pattern = (...kinds) => kinds.map(k => data[types]?.[k]?.[0]).filter(Boolean).join('|');
    rows.push([
      region, callingCode, names.of(region), data[idd] || '', data[trunk] || '', (data[lengths] || []).join(','), data[parse] || data[trunk] || '',
      data[transform] || '', data[leading] || '', data[general], pattern(fixed), pattern(mobile) || '=',
      pattern(tollFree), pattern(premium), pattern(sharedCost), pattern(pager), pattern(personal, voicemail, uan, voip),
    ]);
  }
}
const header = [
  `# Made by eng/phone-numbers from libphonenumber-js ${version}; see NOTICE. The first region of a calling code is its main one.`,
  '# ' + ['region', 'calling code', 'name', 'dialled abroad', 'trunk', 'lengths', 'parse rule', 'transform', 'leading digits', 'national number',
    'fixed', 'mobile (= as fixed)', 'toll-free', 'premium', 'shared cost', 'pager', 'other'].join('\t'),
];
writeFileSync(table, [...header, ...rows.map(r => r.join('\t'))].join('\n') + '\n');

const lines = [];
for (const region of Object.keys(examples)) {
  const number = parsePhoneNumberFromString(examples[region], region);
  lines.push([region, number.formatNational(), number.formatInternational(), number.number, parsePhoneNumberFromString(number.number).country].join('\t'));
}
writeFileSync(join(tests, 'examples.tsv'), lines.join('\n') + '\n');

// Repeatable numbers of all sorts: examples with digits changed, added and left out, with and without prefixes.
let seed = 20270131;
const random = n => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0, Math.floor(seed / 4294967296 * n));
const kinds = { FIXED_LINE: 'FixedLine', MOBILE: 'Mobile', FIXED_LINE_OR_MOBILE: 'FixedLineOrMobile', TOLL_FREE: 'TollFree', PREMIUM_RATE: 'PremiumRate', SHARED_COST: 'SharedCost', PAGER: 'Pager' };
const judged = new Set();
for (const region of Object.keys(examples)) {
  for (let i = 0; i < 12; i++) {
    const example = parsePhoneNumberFromString(examples[region], region);
    let digits = [...example.nationalNumber];
    for (let j = random(5); j > 0; j--) digits[random(digits.length)] = String(random(10));
    if (random(8) === 0) digits.splice(random(digits.length), 1);
    if (random(8) === 0) digits.splice(random(digits.length), 0, String(random(10)));
    const national = digits.join('');
    const text = [national, (metadata.countries[region][trunk] || '') + national, `+${example.countryCallingCode}${national}`, `+${example.countryCallingCode} (0) ${national}`, example.countryCallingCode + national][random(5)];
    const number = parsePhoneNumberFromString(text, { defaultCountry: region, extract: false });
    // A short number of less than 7 digits has no use here, and the package says of several regions that none is the number's own.
    const verdict = number?.isValid() && number.country ? [number.country, number.number, kinds[number.getType()] || 'Other'] : ['', '', ''];
    judged.add([region, text, ...verdict].join('\t'));
  }
}
writeFileSync(join(tests, 'judged.tsv'), [...judged].join('\n') + '\n');
