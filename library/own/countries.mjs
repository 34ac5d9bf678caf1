// Writes countries.csv: ISO codes, names in four languages, demonyms in two, M49 regions.
//
//   cd library/own && npm install --no-save cldr-core@48.2.0 cldr-localenames-full@48.2.0 \
//       i18n-iso-countries@7.14.0 i18n-nationality@1.4.0 && node countries.mjs && rm -r node_modules
//
// Names, codes and regions: Unicode CLDR (Unicode-3.0). More spellings: i18n-iso-countries (MIT).
// Demonyms: i18n-nationality (MIT). States that are no more, and names that no list has, are in
// states.csv and names.csv, written by hand for griot; dropped.csv lists what the lists have wrong.
import fs from "node:fs";

const json = (path) => JSON.parse(fs.readFileSync(`node_modules/${path}`, "utf8"));
const version = (name) => json(`${name}/package.json`).version;
const rows = (path) => {
  const [header, ...lines] = fs.readFileSync(path, "utf8").trimEnd().split("\n")
    .filter((line) => !line.startsWith("#")).map((line) => line.split(","));
  return lines.map((cells) => Object.fromEntries(header.map((key, i) => [key, cells[i] ?? ""])));
};

const codes = json("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
const contains = json("cldr-core/supplemental/territoryContainment.json").supplemental.territoryContainment;
const languages = ["en", "fr", "ru", "ar"];
const cldr = Object.fromEntries(languages.map((l) =>
  [l, json(`cldr-localenames-full/main/${l}/territories.json`).main[l].localeDisplayNames.territories]));
const iso = Object.fromEntries(languages.map((l) => [l, json(`i18n-iso-countries/langs/${l}.json`).countries]));
const nationality = Object.fromEntries(["en", "fr"].map((l) => [l, json(`i18n-nationality/langs/${l}.json`).nationalities]));
const states = rows("states.csv");
const added = rows("names.csv");
const dropped = new Set(rows("dropped.csv").map((row) => `${row.iso3} ${row.language} ${row.kind} ${row.value}`));

// ISO 3166-1: what CLDR and i18n-iso-countries both know. Kosovo has no ISO code; XKX is the
// user-assigned code that the European Union and the World Bank write, CLDR's own is XKK.
const alpha2 = Object.keys(iso.en).filter((code) => codes[code]?._alpha3).sort();
const alpha3 = (code) => (code === "XK" ? "XKX" : codes[code]._alpha3);

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const unique = (values) => {
  const seen = new Set();
  return values.filter((value) => value && !seen.has(value) && seen.add(value));
};

// M49 regions above a territory, from the world's parts downwards; groupings of CLDR's own
// (QO, EU, UN) are left out. 202 is sub-Saharan Africa, 419 Latin America and the Caribbean.
const parents = {};
for (const [key, value] of Object.entries(contains)) {
  const region = key.replace(/-status-grouping$/, "");
  if (!/^\d{3}$/.test(region)) continue;
  for (const child of value._contains) (parents[child] ??= new Set()).add(region);
}
const regions = (code) => {
  const found = new Set();
  const climb = (child) => { for (const p of parents[child] ?? []) if (!found.has(p)) { found.add(p); climb(p); } };
  climb(code);
  return [...found].sort();
};

const names = (code, language) => {
  const official = cldr[language][code];
  const alternative = Object.keys(cldr[language]).filter((k) => k.startsWith(`${code}-alt`)).sort().map((k) => cldr[language][k]);
  const others = [iso[language][code] ?? []].flat();
  const all = [official, ...alternative, ...others].filter(Boolean);
  // "Antigua & Barbuda" is also written with "and", "St. Lucia" also with "Saint".
  const spelt = all.flatMap((name) => {
    const forms = [name];
    if (language === "en" && name.includes("&")) forms.push(name.replaceAll("&", "and"));
    if (language === "en") forms.push(...forms.filter((n) => n.startsWith("St. ")).map((n) => n.replace("St. ", "Saint ")));
    return forms;
  });
  return unique(spelt);
};

const own = (code, language, kind) => added.filter((row) => row.iso3 === code && row.language === language && row.kind === kind).map((row) => row.value);
const kept = (code, language, kind) => (value) => !dropped.has(`${code} ${language} ${kind} ${value}`);

const everyName = new Set(alpha2.flatMap((code) => languages.flatMap((l) => names(code, l))).map(fold));

// A demonym that is just a country's name is a gap of the list. "French (French Guiana)" is not a
// word for French Guiana, since "French" is France's; "Dominican (Dominica)" is, and is ambiguous.
const bare = Object.fromEntries(["en", "fr"].map((l) => [l, new Set(Object.values(nationality[l]).filter((d) => !d.includes("(")))]));
const demonym = (code, language) => {
  const written = nationality[language][code];
  if (!written) return [];
  const [head, inside] = written.split(" (");
  if (inside && bare[language].has(head)) return [];
  return everyName.has(fold(head)) || /,| and | et | or | ou /.test(head) ? [] : [head];
};

// French feminine by the regular rules of the adjective (-ien/-ienne, -ais/-aise, -an/-ane ...);
// Grec and Turc are the two exceptions among demonyms.
const feminine = (word) => {
  if (word === "Grec") return "Grecque";
  if (word === "Turc") return "Turque";
  if (/(i|é)en$/.test(word) || /[tl]on$/.test(word)) return `${word}ne`;
  if (/[eéèio]$/.test(word)) return word;
  return `${word}e`;
};
const plural = (word, language) => {
  if (language === "fr") return /[sxz]$/.test(word) ? word : `${word}s`;
  return /(ese|ish|ch|sh|s|x|z|ic|qi|Swiss|Manx|Dutch|Burkinabe|Batswana|Mosotho)$/.test(word) ? word : `${word}s`;
};
const demonyms = (code, iso3, language) => {
  const written = [...(code ? demonym(code, language) : []), ...own(iso3, language, "demonym")].filter(kept(iso3, language, "demonym"));
  const gendered = language === "fr" ? written.flatMap((word) => [word, feminine(word)]) : written;
  return unique(gendered.flatMap((word) => [word, plural(word, language)]));
};

// The English name to show: griot's own choice where it has one, else CLDR's, spelt out.
const shown = (iso3, spelt) => own(iso3, "en", "shown")[0]
  ?? spelt[0][0].replaceAll("&", "and").replace(/^St\. /, "Saint ").replace(/^U\.S\. /, "United States ");

const out = [];
for (const code of alpha2) {
  const iso3 = alpha3(code);
  const spelt = languages.map((l) => unique([...names(code, l), ...own(iso3, l, "name")]).filter(kept(iso3, l, "name")));
  out.push([iso3, code, shown(iso3, spelt), ...spelt, demonyms(code, iso3, "en"), demonyms(code, iso3, "fr"), regions(code), "", ""]);
}
for (const state of states) {
  const spelt = languages.map((l) => own(state.iso3, l, "name"));
  out.push([state.iso3, state.iso2, spelt[0][0], ...spelt, demonyms("", state.iso3, "en"), demonyms("", state.iso3, "fr"), state.regions.split(" ").filter(Boolean), state.until, state.continued_by]);
}
out.sort((a, b) => (a[0] < b[0] ? -1 : 1));

const cell = (value) => {
  const text = Array.isArray(value) ? value.join("|") : value;
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const header = ["iso3", "iso2", "name", "names_en", "names_fr", "names_ru", "names_ar", "demonyms_en", "demonyms_fr", "regions", "until", "continued_by"];
fs.writeFileSync("countries.csv", [header, ...out].map((row) => row.map(cell).join(",")).join("\n") + "\n");
fs.writeFileSync("countries.json", JSON.stringify({
  source: "Unicode CLDR; i18n-iso-countries; i18n-nationality; own rows for former states and other spellings",
  version: `cldr-core ${version("cldr-core")}, cldr-localenames-full ${version("cldr-localenames-full")}, i18n-iso-countries ${version("i18n-iso-countries")}, i18n-nationality ${version("i18n-nationality")}`,
  licence: "Unicode-3.0 (CLDR); MIT (i18n-iso-countries, i18n-nationality)",
}, null, 2) + "\n");
