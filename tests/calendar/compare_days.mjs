// Compares the days of `usherctl occasion list` with those of date-holidays, for ten years.
//
// node compare_days.mjs USHERCTL ORACLES_FOLDER
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const [usherctl, oracles] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(oracles), "node_modules", "x.js"));
const Holidays = require("date-holidays");

const FIRST = 2025;
const YEARS = 10;
const COUNTRIES = ["AT", "AU", "BE", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR",
  "HR", "HU", "IE", "IT", "LI", "LT", "LV", "MX", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SI", "SK", "US", "ZA"];

// What date-holidays calls them in English; it knows Ascension and Saint Joseph's where these are holidays.
const NAMES = {
  "mothers-day": /^Mother's Day$/,
  "fathers-day": /^Father's Day$/,
  "new-year": /^New Year's Day$/,
  "epiphany": /^Epiphany$/,
  "womens-day": /^International Women's Day$/,
  "valentines-day": /^(Valentine's Day|Lovers' Day)$/,
  "easter": /^Easter Sunday$|^Orthodox Easter( Sunday)?$/,
  "st-patricks-day": /^St\. Patrick's Day$/,
  "halloween": /^Halloween$/,
  "thanksgiving": /^Thanksgiving( Day)?$/,
  "christmas-eve": /^Christmas Eve$/,
  "christmas": /^Christmas Day$/,
  "new-years-eve": /^New Year's Eve$/,
};
// Where date-holidays is otherwise, and why usher stays.
const OTHERWISE = {
  "FR mothers-day 2034": "the law of 24 May 1950 moves it when it falls on Pentecost",
  "AU new-year": "the holiday is moved to a working day, the occasion is not",
  "SE halloween": "schools mean the Friday before All Saints'",
};

const ours = new Map();
const listed = JSON.parse(execFileSync(usherctl, ["occasion", "list", "-o", "json", "--year", String(FIRST), "--years",
  String(YEARS), ...COUNTRIES.flatMap((country) => ["--country", country])], { encoding: "utf8" }));
for (const { country, date, occasion } of listed) ours.set(`${country} ${occasion} ${date.slice(0, 4)}`, date);

// Days by country, occasion and year; a holiday may last for two, and a country may have two Easters.
const theirs = new Map();
for (const country of COUNTRIES) {
  const holidays = new Holidays(country, { types: ["public", "bank", "school", "optional", "observance"] });
  for (let year = FIRST; year < FIRST + YEARS; ++year) {
    for (const { name, date, substitute } of holidays.getHolidays(year, "en")) {
      for (const [occasion, pattern] of Object.entries(NAMES)) {
        if (substitute || !pattern.test(name)) continue;
        const key = `${country} ${occasion} ${year}`;
        theirs.set(key, [...(theirs.get(key) ?? []), date.slice(0, 10)]);
      }
    }
  }
}

let compared = 0;
let wrong = 0;
const kinds = new Set();
const places = new Set();
for (const [key, days] of theirs) {
  if (!ours.has(key)) continue;
  const [country, occasion] = key.split(" ");
  const agrees = days.includes(ours.get(key));
  if (agrees) {
    ++compared;
    kinds.add(occasion);
    places.add(country);
  } else if (!(key in OTHERWISE) && !(`${country} ${occasion}` in OTHERWISE)) {
    ++wrong;
    console.error(`${key}: usher ${ours.get(key)}, date-holidays ${days.join(", ")}`);
  }
}
console.log(`${compared} days of ${kinds.size} occasions in ${places.size} countries agree, ${wrong} differ`);
if (wrong > 0 || compared < 2000 || kinds.size < 10 || places.size < 30) process.exit(1);
