// Journeys through the desk in a real browser. GRIOT names the program; SHOTS, if set, a folder for screenshots.
import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { browse, docx, file, forget, griot, long, newHome, seconds, start, stop, zip } from './desk.mjs';
import { payloads } from './hostile.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.SHOTS;
if (shots) mkdirSync(shots, { recursive: true });
const only = process.env.ONLY;
const measured = {};
let passed = 0;
let failed = 0;
const journey = async (name, walk) => {
  if (only && !name.includes(only)) return;
  const begun = performance.now();
  try {
    await walk();
    passed++;
    console.log(`ok ${name} (${seconds(begun).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}: ${error.stack}`);
  }
};

const DRAFT = `# The contract

The company was paid 10.8 million dollars a month, the ministry said on 4 March 2021.[^1]
It sent 1,400 trainers to the country in the same year.[^1]
A second payment of 25 million dollars followed.[^2]
About 300 people marched in the capital.

قال الوزير إن الاتفاق بلغ 250 مليون دولار.[^3]

[^1]: letter.txt

[^2]: https://example.org/second

[^3]: bayan.txt
`;
const LETTER = 'Statement of the ministry, 4 March 2021.\n\nThe company receives 10.8 million dollars a month.\n\nIt has sent 1,200 trainers so far, in 2021.\n';
const ARABIC = 'بيان الوزارة.\n\nبلغ الاتفاق 250 مليون دولار.\n';

const home = newHome();
let desk = await start(home);
const browser = await browse();
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
context.setDefaultTimeout(120000);
const page = await context.newPage();
const dialogs = [];
page.on('dialog', (dialog) => { dialogs.push(dialog.message()); dialog.dismiss().catch(() => {}); });
const root = () => desk.url.replace(/\/$/, '').split('/').slice(0, 4).join('/');
const caseOf = (url) => url.match(/\/c\/([0-9a-f]+)\//)[1];
const folderOf = async (id) => {
  await page.goto(`${root()}/c/${id}/tables`);
  return page.locator('main code').first().innerText();
};
const drop = async (where, draft, proofs) => {
  await where.goto(`${root()}/`);
  await where.setInputFiles('#draft', draft);
  if (proofs.length) await where.setInputFiles('#proofs', proofs);
  await where.click('section[aria-labelledby=h-draft] button.main');
  await where.waitForSelector('.paper .s', { timeout: 60000 });
};
const lines = (folder, name) => readFileSync(join(folder, name), 'utf8').trim().split('\n');
const stateOf = (words) => page.locator('.paper .s', { hasText: words }).first();

let contract;
// Presses a key of the draft view, and waits until the page says how many milliseconds it took. Two may take as long.
const step = async (key) => {
  await page.evaluate(() => delete document.body.dataset.took);
  await page.keyboard.press(key);
  await page.waitForFunction(() => document.body.dataset.took !== undefined);
  return Number(await page.evaluate(() => document.body.dataset.took));
};

// Milliseconds until the next sentence is shown, with what has to be there then: median and worst.
const moves = async (times = 20, there = 'body') => {
  const took = [];
  for (let n = 0; n < times; n++) {
    took.push(await step('j'));
    await page.waitForSelector(there);
  }
  took.sort((a, b) => a - b);
  return `${took[times / 2].toFixed(0)}, ${took[times - 1].toFixed(0)}`;
};

await journey('a draft and its proofs are dropped, and each sentence has its state', async () => {
  await drop(page, file('contract.md', DRAFT), [file('letter.txt', LETTER), { name: 'proofs.zip', mimeType: 'application/zip', buffer: zip([['in/bayan.txt', ARABIC]]) }]);
  contract = caseOf(page.url());
  const states = await page.locator('.paper .s.asks').evaluateAll((all) => all.map((it) => it.className));
  assert.ok(states.some((it) => it.includes('look-here')), states.join('\n'));
  assert.ok(states.some((it) => it.includes('opened')), states.join('\n'));
  assert.ok(states.some((it) => it.includes('not-held')), states.join('\n'));
  assert.ok(states.some((it) => it.includes('no-proof')), states.join('\n'));
  await stateOf('1,400 trainers').click();
  await page.waitForSelector('#panel .quoted');
  assert.match(await page.locator('#panel').innerText(), /letter/);
  assert.match(await page.locator('#panel .text-of-others').innerText(), /1,200 trainers/);
  await stateOf('10.8 million').click();
  await page.waitForSelector('#panel mark.p.found');
});

await journey('text that runs from right to left runs so', async () => {
  const direction = await page.locator('.paper p', { hasText: 'الوزير' }).evaluate((it) => getComputedStyle(it).direction);
  assert.equal(direction, 'rtl');
  await stateOf('الوزير').click();
  await page.waitForSelector('#panel .text-of-others');
});

await journey('decisions by keyboard, with a note, a name and undo', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  await page.keyboard.press('j');
  await page.waitForSelector('#panel .decide');
  await page.keyboard.press('1');
  await page.waitForSelector('.s.judged.proven');
  await page.keyboard.press('2');
  await page.waitForSelector('.s.judged.not-proven');
  await page.keyboard.press('u');
  await page.waitForFunction(() => !document.querySelector('.s.judged.not-proven'));
  await page.keyboard.press('e');
  await page.keyboard.type('Ask the ministry: 1 or 2?');
  await page.locator('#assigned').fill('Ben');
  await page.click('#panel button[name=keep]');
  await page.waitForSelector('#panel .judged-by');
  const folder = await folderOf(contract);
  const rows = lines(folder, 'judgements.csv');
  assert.ok(rows.some((it) => it.includes('proven') && it.includes('Awa')), rows.join('\n'));
  assert.ok(rows.concat(lines(folder, 'assignments.csv')).some((it) => it.includes('Ask the ministry')), rows.join('\n'));
  assert.ok(lines(folder, 'assignments.csv').some((it) => it.includes('Ben')));
  assert.ok(existsSync(join(folder, '.griot')), 'there is no archive');
});

await journey('an edited draft is dropped again and keeps what was decided', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  const before = await page.locator('.s.judged').count();
  await page.click('summary:has-text("Drop a new edition")');
  await page.setInputFiles('#redraft', file('contract.md', DRAFT.replace('About 300 people', 'About 400 people')));
  await page.click('button:has-text("Check again")');
  await page.waitForSelector('.s:has-text("About 400 people")', { timeout: 60000 });
  assert.equal(await page.locator('.s.judged').count(), before);
  assert.ok(await page.locator('.s.new:has-text("About 400")').count());
  await page.click('summary:has-text("What changed")');
  assert.match(await page.locator('details:has(> summary:has-text("What changed")) del').innerText(), /About 300/);
});

await journey('a proof that is not held is added where it is missed', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  await stateOf('second payment').click();
  await page.waitForSelector('#panel .proof input[type=file]');
  await page.setInputFiles('#panel .proof input[type=file]', file('second.txt', 'A second payment of 25 million dollars was made.\n'));
  await page.click('#panel .proof button');
  await page.waitForSelector('.s.opened:has-text("second payment")', { timeout: 60000 });
});

await journey('an address that is cited only is fetched when it is asked for', async () => {
  const asked = [];
  const server = http.createServer((request, answer) => {
    asked.push(request.url);
    answer.writeHead(200, { 'content-type': 'text/plain' }).end('What the server served.\n');
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  const address = `http://127.0.0.1:${server.address().port}/served.txt`;
  await page.goto(`${root()}/c/${contract}/sources`);
  await page.fill('#addresses', address);
  await page.click('form:has(#addresses) button.main');
  await page.waitForSelector(`.ledger tr:has-text("${address}") .not-held`);
  assert.deepEqual(asked, [], 'nothing is fetched unasked');
  await page.click('form[action$="/fetch"] button');
  await page.waitForSelector('text=preserved as entry', { timeout: 60000 });
  await page.goto(`${root()}/c/${contract}/sources`);
  await page.waitForSelector(`.ledger tr:has-text("${address}") .held`);
  assert.deepEqual(asked, ['/served.txt']);
  server.close();
});

await journey('words are found in the sources and open there', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  await page.click('.case-bar a:has-text("Search")');
  await page.fill('#q', 'receiving 10.8 million');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.found li');
  const hit = page.locator('.found li:has-text("The company receives")');
  assert.deepEqual(await hit.locator('mark').allInnerTexts(), ['receives', '10.8', 'million']);
  await hit.locator('a').click();
  assert.match(page.url(), /#passage$/);
  assert.match(await page.locator('#passage').innerText(), /The company receives 10.8 million dollars/);
  assert.ok(await page.locator('#passage mark').count() >= 3);
  await page.goto(`${root()}/c/${contract}/search?q=${encodeURIComponent('الاتفاق وبلغ')}`);
  assert.ok(await page.locator('.found mark').count() >= 2);
  await page.goto(`${root()}/c/${contract}/search?q=${encodeURIComponent('nowhere OR "')}`);
  assert.match(await page.locator('main [role=status]').last().innerText(), /No passage of \d+ texts has all of it/);
  await page.goto(`${root()}/c/${contract}/search?q=%22%22`);
  assert.match(await page.locator('main [role=alert]').last().innerText(), /there is no word in it/);
});

await journey('twenty sentences are decided by keyboard, and the next one comes at once', async () => {
  const { draft, files } = long(250, 40);
  await page.goto(`${root()}/`);
  await page.setInputFiles('#draft', file('long.md', draft));
  await page.setInputFiles('#proofs', files.map(([name, text]) => file(name, text)));
  const begun = performance.now();
  await page.click('section[aria-labelledby=h-draft] button.main');
  await page.waitForSelector('.paper .s.look-here, .paper .s.opened', { timeout: 120000 });
  measured['first state of a draft of 250 sentences with 40 proofs, s'] = seconds(begun).toFixed(2);
  measured['next sentence, ms (median, worst of 20)'] = await moves();
  await page.goto(`${root()}/c/${caseOf(page.url())}/draft`);
  await page.keyboard.press('j');
  await page.waitForSelector('#panel .decide');
  for (let n = 0; n < 20; n++) await step(String(1 + n % 3));
  await page.waitForFunction(() => document.querySelectorAll('.s.judged').length === 20);
  const folder = await folderOf(caseOf(page.url()));
  assert.equal(lines(folder, 'judgements.csv').length, 21);
});

await journey('a stopped desk loses no decision', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  await page.keyboard.press('k');
  await page.waitForSelector('#panel .decide');
  await stop(desk, 'SIGKILL');
  await page.keyboard.press('3');
  await page.waitForSelector('#offline:not([hidden])');
  desk = await start(home);
  await page.waitForSelector('.s.judged.needs-work', { timeout: 60000 });
  await page.waitForSelector('#offline', { state: 'hidden' });
});

await journey('a second start finds the first', async () => {
  if (process.env.DESK) return;
  const { url } = await start(home);
  assert.equal(url.split('/')[2], desk.url.split('/')[2]);
  assert.equal(url.split('/')[3], desk.url.split('/')[3]);
});

await journey('the draft leaves as a sheet, a table and a bundle, and a colleague\'s decisions come back', async () => {
  await page.goto(`${root()}/c/${contract}/draft`);
  const get = async (path) => (await context.request.get(`${root()}/c/${contract}/out/${path}`)).body();
  const sheet = (await get('sheet')).toString();
  assert.match(sheet.replace(/<[^>]*>/g, ''), /1,400 trainers/);
  assert.match((await get('table')).toString(), /^sentence,place,text,state/);
  const bundle = await get('bundle');
  assert.equal(bundle.subarray(0, 2).toString(), 'PK');
  assert.ok(!bundle.includes('.griot/key"') && !/\.griot\/key[^.]/.test(bundle.toString('latin1')), 'the key left');
  const folder = await folderOf(contract);
  const theirs = lines(folder, 'judgements.csv').map((it) => it.replace(',Awa,', ',Ben,').replace('needs-work', 'proven')).join('\n');
  await page.goto(`${root()}/c/${contract}/draft`);
  await page.click('summary:has-text("Take it with you")');
  await page.setInputFiles('#theirs', file('judgements.csv', theirs));
  await page.click('button:has-text("Merge")');
  await page.waitForSelector('.s .disputed');
});

const exercise = new URL('../../../../cases/exercise/', import.meta.url).pathname;
let checked;
await journey('a Word draft and its proofs are dropped, and the draft comes back with comments', async () => {
  const sources = readdirSync(join(exercise, 'sources')).map((name) => join(exercise, 'sources', name));
  await page.goto(`${root()}/`);
  await page.setInputFiles('#draft', join(exercise, 'draft.docx'));
  await page.setInputFiles('#proofs', sources);
  const begun = performance.now();
  await page.click('section[aria-labelledby=h-draft] button.main');
  await page.waitForSelector('.paper .s.look-here', { timeout: 120000 });
  measured['first state of a Word draft with its 11 proofs, s'] = seconds(begun).toFixed(2);
  checked = caseOf(page.url());
  // The desk and the command line say the same of every sentence.
  const folder = await folderOf(checked);
  const said = JSON.parse(griot('check', join(exercise, 'draft.docx'), '--sources', join(exercise, 'sources'), '--format', 'json'));
  await page.goto(`${root()}/c/${checked}/draft`);
  const states = await page.locator('.paper .s').evaluateAll((all) => all.map((it) => [it.id, it.className]));
  assert.equal(states.length, said.sentences.length);
  for (const [number, sentence] of said.sentences.entries()) {
    const [id, classes] = states[number];
    assert.equal(id, sentence.id);
    assert.ok(classes.includes(sentence.state) || classes.includes('contradicted'), `${sentence.text}: ${sentence.state}, ${classes}`);
  }
  // Beside a sentence stands its proof, whatever file it is, at the passage.
  for (const sentence of said.sentences.filter((it) => it.state === 'look-here').slice(0, 12)) {
    const told = sentence.particulars.find((it) => it.status === 'differs' && it.value);
    await page.click(`#${sentence.id}`);
    await page.waitForSelector(`#panel input[name=s][value=${sentence.id}]`, { state: 'attached' });
    if (told) await page.waitForSelector('#panel .text-of-others .at mark.p.differs');
  }
  // A decision at the desk is one for the command line, and the other way round.
  const [one, two] = said.sentences.filter((it) => it.state === 'look-here');
  await page.click(`#${one.id}`);
  await page.waitForSelector(`#panel input[name=s][value=${one.id}]`, { state: 'attached' });
  await page.keyboard.press('2');
  await page.waitForSelector(`#${one.id}.judged.not-proven`);
  griot('judge', join(folder, 'draft.docx'), two.id, 'needs-work', '--case', folder, '--by', 'Ben', '--note', 'from a terminal');
  await page.goto(`${root()}/c/${checked}/draft?s=${two.id}`);
  await page.waitForSelector(`#${two.id}.judged.needs-work`);
  assert.match(await page.locator('#panel .judged-by').innerText(), /from a terminal/);
  const again = JSON.parse(griot('check', join(folder, 'draft.docx'), '--case', folder, '--format', 'json'));
  assert.deepEqual(again.sentences.filter((it) => it.judgement).map((it) => [it.id, it.judgement.verdict, it.judgement.person]), [[one.id, 'not-proven', 'Awa'], [two.id, 'needs-work', 'Ben']]);
  // Out: the same file with comments at the words.
  const get = async (path) => (await context.request.get(`${root()}/c/${checked}/out/${path}`)).body();
  const commented = join(home, 'commented.docx');
  writeFileSync(commented, await get('comments'));
  const read = JSON.parse(griot('read', commented, '--format', 'json'));
  const plain = JSON.parse(griot('read', join(exercise, 'draft.docx'), '--format', 'json'));
  assert.equal(read.prose.text, plain.prose.text);
  assert.ok(read.comments.filter((it) => it.author === 'griot').length >= 20, `${read.comments.length} comments`);
  assert.match((await get('sheet')).toString(), /needs-work \(Ben/);
  assert.match((await get('table')).toString(), /^sentence,place,text,state/);
});

await journey('the same draft as another kind of file has the same states', async () => {
  const words = (all) => all.filter((it) => it.includes(' asks')).map((it) => it.match(/contradicted|look-here|not-held|no-proof|opened/)[0]);
  const sources = readdirSync(join(exercise, 'sources')).map((name) => [`proofs/${name}`, readFileSync(join(exercise, 'sources', name))]);
  const proofs = [{ name: 'proofs.zip', mimeType: 'application/zip', buffer: zip(sources) }];
  await page.goto(`${root()}/c/${checked}/draft`);
  const expected = words(await page.locator('.paper .s').evaluateAll((all) => all.map((it) => it.className)));
  await drop(page, { name: 'draft.md', mimeType: 'text/markdown', buffer: readFileSync(join(exercise, 'draft.md')) }, proofs);
  assert.deepEqual(words(await page.locator('.paper .s').evaluateAll((all) => all.map((it) => it.className))), expected);
});

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
// The same words as a Word file, a page, a PDF that the browser printed, or as they are.
const asFile = async (name, words, number) => {
  const lines = words.split('\n\n');
  const stem = name.replace(/\.txt$/, '');
  if (number % 4 === 1) return { name: `${stem}.docx`, mimeType: WORD, buffer: docx(lines) };
  if (number % 4 === 2) return file(`${stem}.html`, `<!doctype html><title>${stem}</title><main>${lines.map((it) => `<p>${it}</p>`).join('')}</main>`, 'text/html');
  if (number % 4 === 3) return file(name, words);
  const printed = await context.newPage();
  await printed.setContent(`<main>${lines.map((it) => `<p>${it}</p>`).join('')}</main>`);
  const buffer = await printed.pdf({ format: 'A4' });
  await printed.close();
  return { name: `${stem}.pdf`, mimeType: 'application/pdf', buffer };
};

await journey('a Word draft of ten pages with 40 proofs of four kinds is there in three seconds', async () => {
  const { draft, files } = long(150, 40);
  const [body, ...rest] = draft.split('\n\n[^1]:');
  const notes = Object.fromEntries([...`[^1]:${rest.join('')}`.matchAll(/\[\^(\d+)\]: (proof-\d+)/g)].map((it) => [it[1], it[2]]));
  const word = docx(body.replace(/^# .*\n/, '').split('\n\n').map((it) => it.replace(/\n/g, ' ')), notes);
  const proofs = [];
  for (const [number, [name, words]] of files.entries()) proofs.push(await asFile(name, words, number));
  await page.goto(`${root()}/`);
  await page.setInputFiles('#draft', { name: 'ten-pages.docx', mimeType: WORD, buffer: word });
  await page.setInputFiles('#proofs', proofs);
  const begun = performance.now();
  await page.click('section[aria-labelledby=h-draft] button.main');
  await page.waitForSelector('.paper .s.look-here', { timeout: 120000 });
  measured['first state of a Word draft of ten pages with 40 proofs (Word, page, text, PDF), s'] = seconds(begun).toFixed(2);
  const states = await page.locator('.paper .s').evaluateAll((all) => all.map((it) => it.className.match(/look-here|opened|not-held/)?.[0]));
  assert.deepEqual([states.length, states.filter((it) => it === 'look-here').length, states.filter((it) => it === 'opened').length], [150, 30, 120]);
  measured['next sentence among them, ms (median, worst of 40)'] = await moves(40, '#panel .text-of-others .at');
});

await journey('LARGE: 300 pages and 2,000 proofs', async () => {
  if (!process.env.LARGE) return;
  const { draft, files } = long(4000, 2000);
  await page.goto(`${root()}/`);
  await page.setInputFiles('#draft', file('large.md', draft));
  await page.setInputFiles('#proofs', { name: 'proofs.zip', mimeType: 'application/zip', buffer: zip(files) });
  const begun = performance.now();
  await page.click('section[aria-labelledby=h-draft] button.main');
  await page.waitForSelector('.paper .s.look-here', { timeout: 600000 });
  measured['first state of 300 pages with 2,000 proofs, s'] = seconds(begun).toFixed(2);
  measured['next sentence of 300 pages, ms (median, worst of 20)'] = await moves();
  const opened = performance.now();
  await page.goto(`${root()}/c/${caseOf(page.url())}/draft`);
  measured['the page of 300 pages again, s'] = seconds(opened).toFixed(2);
  const edited = performance.now();
  await page.click('summary:has-text("Drop a new edition")');
  await page.setInputFiles('#redraft', file('large.md', draft.replace('counted 778000 sacks', 'counted 778001 sacks')));
  await page.click('button:has-text("Check again")');
  await page.waitForSelector('summary:has-text("What changed")', { timeout: 600000 });
  await page.waitForSelector('#working', { state: 'detached', timeout: 600000 });
  measured['after one edited sentence of 300 pages, s'] = seconds(edited).toFixed(2);
});

await journey('what cannot be read as a draft is refused with its reason, and no case is made', async () => {
  await page.goto(`${root()}/`);
  const before = await page.locator('section[aria-labelledby=h-case] .list li').count();
  for (const [name, bytes, said] of [['broken.docx', 'PK\x03\x04 and nothing more', /./], ['picture.png', '\x89PNG\r\n\x1a\n0000', /./], ['empty.txt', '  \n', /No text/]]) {
    await page.goto(`${root()}/`);
    await page.setInputFiles('#draft', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes, 'latin1') });
    await page.click('section[aria-labelledby=h-draft] button.main');
    await page.waitForSelector('.callout.error');
    assert.match(await page.locator('.callout.error').innerText(), said);
  }
  await page.goto(`${root()}/`);
  assert.equal(await page.locator('section[aria-labelledby=h-case] .list li').count(), before);
});

await journey('long work is cancelled', async () => {
  const posts = ['object_id,account_id,content_id,timestamp_share'];
  for (let n = 0; n < 150000; n++) posts.push(`"the same words are told again and again by ${n % 977} of them at ${n % 101}",a${n % 5003},c${n},${1600000000 + n * 7}`);
  await page.goto(`${root()}/analyse/network`);
  await page.setInputFiles('#q-files', file('posts.csv', posts.join('\n') + '\n', 'text/csv'));
  await page.selectOption('#q-by', 'object');
  await page.fill('#q-window', '30d');
  await page.click('button.main');
  await page.click('button:has-text("Cancel")');
  await page.waitForSelector('.callout.error:has-text("cancelled")', { timeout: 20000 });
});

let fresh;
await journey('a case is started, its tables filled, and published', async () => {
  await page.goto(`${root()}/new`);
  await page.fill('#title', 'A case of the test');
  await page.fill('#senders', 'RUS');
  await page.fill('#hosts', 'MLI');
  await page.check('input[value=example]');
  await page.click('button:has-text("Start the case")');
  await page.waitForSelector('table.ledger');
  fresh = caseOf(page.url());
  await page.goto(`${root()}/c/${fresh}/table/actors.csv`);
  await page.fill('input[name="c2.0"]', 'third');
  await page.fill('input[name="c2.1"]', 'Persn');
  await page.fill('input[name="c2.2"]', 'A third');
  await page.click('button[name=save]');
  await page.waitForSelector('input[aria-invalid=true]');
  assert.match(await page.locator('.msg').first().innerText(), /Person/);
  await page.fill('input[name="c2.1"]', 'Person');
  await page.click('button[name=save]');
  await page.waitForSelector('input[name="c2.1"][value=Person]:not([aria-invalid])');
  await page.fill('#paste', 'name\tid\tschema\nPasted\tpasted\tCompany\n');
  await page.click('button:has-text("Add the rows")');
  await page.waitForSelector('input[value=Pasted]');
  await page.goto(`${root()}/c/${fresh}/publish`);
  await page.check('input[value=actors]');
  await page.click('button[name=save]');
  await page.waitForSelector('table.ledger tr.new', { timeout: 120000 });
  await page.click('button:has-text("Preview the site")');
  await page.waitForSelector('main a[href^="http://127.0.0.1:"]', { timeout: 120000 });
  const preview = await page.locator('main a[href^="http://127.0.0.1:"]').getAttribute('href');
  assert.equal((await context.request.get(preview)).status(), 200);
  await page.click('button:has-text("Accept what leaves")');
  await page.waitForURL(/publish/, { timeout: 120000 });
  const folder = await folderOf(fresh);
  assert.ok(existsSync(join(folder, 'publish.lock')));
});

await journey('two tabs: what one saved the other does not write over', async () => {
  const other = await context.newPage();
  const address = `${root()}/c/${fresh}/table/actors.csv`;
  await page.goto(address);
  await other.goto(address);
  await page.fill('input[name="c0.2"]', 'First tab');
  await page.click('button[name=save]');
  await page.waitForSelector('input[value="First tab"]');
  await other.fill('input[name="c0.2"]', 'Second tab');
  await other.click('button[name=save]');
  await other.waitForSelector('.callout.error');
  assert.ok(lines(await folderOf(fresh), 'actors.csv').some((it) => it.includes('First tab')));
  await other.close();
});

await journey('votes and posts are asked, and the answer is a table', async () => {
  await page.goto(`${root()}/analyse/agree`);
  await page.fill('#q-first', 'ML');
  await page.fill('#q-second', 'RU');
  await page.click('button.main');
  await page.waitForSelector('table.ledger', { timeout: 120000 });
  assert.ok(await page.locator('svg.bars rect').count());
  await page.goto(`${root()}/analyse/network`);
  const posts = ['object_id,account_id,content_id,timestamp_share'];
  for (let n = 0; n < 20; n++) posts.push(`o${n},a,c${n}a,${1600000000 + n * 1000}`, `o${n},b,c${n}b,${1600000005 + n * 1000}`);
  await page.setInputFiles('#q-files', file('posts.csv', posts.join('\n') + '\n', 'text/csv'));
  await page.selectOption('#q-by', 'object');
  await page.click('button.main');
  await page.waitForSelector('table.ledger', { timeout: 120000 });
  await page.selectOption('#case', { label: 'A case of the test' });
  await page.fill('#t-title', 'Posts of the test');
  await page.fill('#t-licence', 'own');
  await page.click('button:has-text("Add to the case")');
  await page.waitForURL(/tables/);
  assert.ok(existsSync(join(await folderOf(fresh), 'data', 'posts.toml')));
});

await journey('the library is browsed, filtered and downloaded', async () => {
  await page.goto(`${root()}/library`);
  await page.click('a:has-text("coups")');
  await page.fill('input[name=q]', 'MLI');
  await page.click('form[role=search] button');
  await page.waitForSelector('td:has-text("MLI")');
  const csv = await context.request.get(new URL('?q=MLI&csv=1', page.url()).href);
  assert.match((await csv.body()).toString(), /^country,/);
});

await journey('everything that needs no script works without', async () => {
  const quiet = await browser.newContext({ javaScriptEnabled: false, locale: 'en' });
  const bare = await quiet.newPage();
  await bare.goto(`${root()}/`);
  await bare.click('summary');
  await bare.fill('#text', 'In 2021 about 300 people marched.\n\nIn 2022 about 500 did.\n');
  await bare.click('section[aria-labelledby=h-draft] button.main');
  await bare.waitForSelector('.paper .s.asks', { timeout: 60000 });
  await bare.locator('.s.asks').first().click();
  await bare.click('#panel button[value=proven]');
  await bare.waitForSelector('.s.judged.proven');
  await bare.click('#panel a[rel=next]');
  await bare.waitForSelector('#panel .quoted:has-text("500")');
  await bare.goto(`${root()}/c/${fresh}/table/actors.csv`);
  await bare.fill('input[name="c0.2"]', 'No script');
  await bare.click('button[name=save]');
  await bare.waitForSelector('input[value="No script"]');
  await quiet.close();
});

await journey('220 payloads in every field, file name, document and table: none runs', async () => {
  assert.equal(payloads.length, 220);
  const asked = [];
  const listen = (request) => { if (!request.url().startsWith(root()) && !request.url().startsWith('data:')) asked.push(request.url()); };
  context.on('request', listen);
  const body = payloads.map((it, n) => `In ${1900 + n} there were ${n} of them: ${it}.[^1]`).join('\n\n') + '\n\n[^1]: proof.txt\n';
  const others = [{ name: 'word<b>.docx', mimeType: WORD, buffer: docx(payloads) }, file('table.csv', payloads.map((it) => `"${it.replace(/"/g, '""')}"`).join('\n'), 'text/csv'), file('mail.eml', `From: "${payloads[2]}" <a@example.org>\nSubject: ${payloads[1]}\n\n${payloads.join('\n\n')}`, 'message/rfc822')];
  await drop(page, file('<img src=x onerror=window.ran=1>.md', body), [...others, file('proof.txt', payloads.join('\n\n')), file('"><script>window.ran=1</script>.html', `<p>${payloads.join('</p><p>')}`, 'text/html')]);
  const id = caseOf(page.url());
  const ran = () => page.evaluate(() => window.ran);
  assert.equal(await ran(), undefined);
  await page.locator('.s.asks').first().click();
  await page.waitForSelector('#panel .decide');
  await page.fill('#note', payloads.slice(0, 60).join('\n').slice(0, 3900));
  await page.fill('#assigned', payloads[1].slice(0, 79));
  await page.click('#panel button[name=keep]');
  await page.waitForSelector('#panel .judged-by');
  for (const name of ['sources.csv', 'actors.csv', 'statements.csv', 'timeline.csv']) {
    await page.goto(`${root()}/c/${id}/table/${name}`);
    await page.fill('#paste', payloads.map((it, n) => [`p${n}`, it, it, it].map((cell) => cell.replace(/\s/g, ' ')).join('\t')).join('\n'));
    await page.click('button:has-text("Add the rows")');
    await page.waitForSelector('table.grid');
    assert.equal(await ran(), undefined);
  }
  for (const path of ['draft?s=s1', 'sources', 'actors', 'timeline', 'tables', 'table/actors.csv?q=' + encodeURIComponent(payloads[1]), 'publish', 'search?q=' + encodeURIComponent(payloads[1]), 'search?q=alert', 'draft?said=' + encodeURIComponent(payloads[1])]) {
    await page.goto(`${root()}/c/${id}/${path}`);
    // A page that waits for its answer comes again with it.
    await page.waitForSelector('[data-wait]', { state: 'detached', timeout: 60000 });
    assert.equal(await ran(), undefined, path);
    assert.equal(await page.locator('main script, main iframe, main object, main embed, main img').count(), 0, path);
    assert.equal(await page.locator('a[href^="javascript" i]').count(), 0, path);
  }
  await page.goto(`${root()}/c/${id}/sources`);
  const shown = await page.locator('tbody a[href*="/source/"]').evaluateAll((all) => all.map((it) => it.href));
  assert.ok(shown.length >= 5);
  for (const address of shown.slice(0, 8)) {
    await page.goto(address);
    assert.equal(await ran(), undefined);
    assert.equal(await page.locator('main script, main iframe, main object, main embed, main img').count(), 0, address);
  }
  await drop(page, { name: 'payloads.docx', mimeType: WORD, buffer: docx(payloads.map((it, n) => `In ${1900 + n} there were ${n} of them: ${it}.[^1]`), { 1: `proof.txt ${payloads[1]}` }) }, [file('proof.txt', payloads.join('\n\n'))]);
  assert.equal(await ran(), undefined);
  assert.equal(await page.locator('main script, main iframe, main object, main embed, main img').count(), 0);
  const sheet = await (await context.request.get(`${root()}/c/${id}/out/sheet`)).text();
  const alone = await context.newPage();
  await alone.setContent(sheet);
  assert.equal(await alone.evaluate(() => window.ran), undefined);
  await alone.close();
  context.off('request', listen);
  assert.deepEqual(asked.filter((it) => !it.startsWith('about:')), []);
  assert.deepEqual(dialogs, []);
});

const raw = (text, wait = 2000) => new Promise((done) => {
  const socket = net.connect(Number(new URL(desk.url).port), '127.0.0.1');
  let out = '';
  socket.on('data', (bytes) => { out += bytes; });
  socket.on('close', () => done(out));
  socket.on('error', () => done(out));
  socket.setTimeout(wait, () => socket.destroy());
  socket.write(text);
});

await journey('another site reads and changes nothing', async () => {
  const host = new URL(desk.url).host;
  const path = new URL(root()).pathname;
  const get = (where, headers) => raw(`GET ${where} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  assert.match(await get('/', `Host: ${host}\r\n`), /^HTTP\/1.1 403/);
  assert.match(await get('/ffffffffffffffffffffffffffffffff/', `Host: ${host}\r\n`), /^HTTP\/1.1 403/);
  assert.match(await get(`${path}/`, 'Host: evil.invalid\r\n'), /^HTTP\/1.1 421/);
  assert.match(await get(`${path}/`, `Host: ${host}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n`), /^HTTP\/1.1 403/);
  const send = (headers) => raw(`POST ${path}/settings HTTP/1.1\r\nHost: ${host}\r\n${headers}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nConnection: close\r\n\r\nname=Evil`);
  assert.match(await send(''), /^HTTP\/1.1 403/);
  assert.match(await send('Origin: http://evil.invalid\r\n'), /^HTTP\/1.1 403/);
  assert.match(await send('Origin: null\r\n'), /^HTTP\/1.1 403/);
  assert.match(await send(`Origin: http://127.0.0.1:1\r\n`), /^HTTP\/1.1 403/);
  const evil = http.createServer((_, answer) => answer.end('<!doctype html><title>evil</title>')).listen(0, '127.0.0.1');
  await new Promise((done) => evil.once('listening', done));
  const other = await context.newPage();
  await other.goto(`http://127.0.0.1:${evil.address().port}/`);
  const read = await other.evaluate(async (url) => {
    const tried = [];
    for (const mode of ['cors', 'no-cors']) {
      try { const answer = await fetch(url, { mode }); tried.push(answer.type === 'opaque' ? 'opaque' : await answer.text()); } catch { tried.push('refused'); }
      try { const answer = await fetch(`${url}/settings`, { method: 'POST', mode, body: new URLSearchParams({ name: 'Evil' }) }); tried.push(answer.type); } catch { tried.push('refused'); }
    }
    return tried;
  }, root());
  assert.ok(read.every((it) => it === 'refused' || it === 'opaque'), read.join());
  await other.evaluate((url) => { const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame); }, root());
  await other.waitForTimeout(300);
  await other.close();
  evil.close();
  await page.goto(`${root()}/`);
  assert.equal(await page.inputValue('input[name=name]'), 'Awa');
});

await journey('paths lead nowhere else, and what is too large is refused', async () => {
  const host = new URL(desk.url).host;
  const path = new URL(root()).pathname;
  for (const where of ['/../../etc/passwd', '/c/../x', `/c/${fresh}/table/..%2f..%2fetc%2fpasswd`, `/c/${fresh}/source/..%2f..%2fcase.toml`, `/c/${fresh}/out/..%2fkey`, '/%00', '/%ff', `/c/${fresh}/table/case.toml`]) {
    const said = await raw(`GET ${path}${where} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.match(said, /^HTTP\/1.1 4\d\d/, where);
    assert.doesNotMatch(said, /root:/);
  }
  const large = await raw(`POST ${path}/settings HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${40 << 20}\r\nConnection: close\r\n\r\n${'a'.repeat(40 << 20)}`, 20000);
  assert.match(large, /^HTTP\/1.1 413/);
});

await journey('200 slow connections keep nobody out', async () => {
  const port = Number(new URL(desk.url).port);
  const slow = Array.from({ length: 200 }, () => { const it = net.connect(port, '127.0.0.1'); it.on('error', () => {}); it.write('GET / HTTP/1.1\r\nHost: '); return it; });
  const begun = performance.now();
  await page.goto(`${root()}/`);
  measured['first page beside 200 slow connections, s'] = seconds(begun).toFixed(2);
  assert.ok(seconds(begun) < 5);
  for (const it of slow) it.destroy();
});

const screens = (id) => [
  ['home', '/'], ['exercise', `/c/${checked || id}/draft`], ['beside', `/c/${checked || id}/draft?s=s12#panel`], ['whole', `/c/${checked || id}/source/beltar`], ['new', '/new'], ['draft', `/c/${id}/draft`], ['sentence', `/c/${id}/draft?s=s3#panel`], ['sources', `/c/${id}/sources`], ['search', `/c/${id}/search`], ['found', `/c/${id}/search?q=company`], ['nothing found', `/c/${id}/search?q=nowhere`], ['tables', `/c/${id}/tables`],
  ['grid', `/c/${fresh || id}/table/actors.csv`], ['actors', `/c/${fresh || id}/actors`], ['timeline', `/c/${fresh || id}/timeline`], ['publish', `/c/${fresh || id}/publish`],
  ['library', '/library'], ['table', '/library/coups'], ['analyse', '/analyse'], ['question', '/analyse/network'], ['missing', '/nowhere'],
];
await journey('no screen has a violation that axe finds, wide or narrow, light or dark', async () => {
  const said = [];
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    for (const colorScheme of ['light', 'dark']) {
      const looked = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en', bypassCSP: true });
      const look = await looked.newPage();
      for (const [name, path] of screens(contract)) {
        await look.goto(`${root()}${path}`);
        await look.waitForSelector('[data-wait]', { state: 'detached', timeout: 60000 });
        if (name === 'sentence') await look.waitForSelector('#panel .quoted');
        await look.evaluate(axe);
        const { violations } = await look.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        for (const it of violations) said.push(`${name} ${width} ${colorScheme}: ${it.id}: ${it.nodes.slice(0, 2).map((node) => node.html.slice(0, 160) + ' ' + (node.any[0]?.message || '')).join(' | ')}`);
        const wide = await look.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
        if (wide) said.push(`${name} ${width}: the page is wider than the screen`);
        if (shots) await look.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: name !== 'sentence' && name !== 'beside' });
      }
      await looked.close();
    }
  }
  assert.deepEqual(said, []);
});

await journey('the interface is French for whoever wants it', async () => {
  await page.goto(`${root()}/`);
  await page.selectOption('select[name=language]', 'fr');
  await page.click('footer button');
  await page.waitForSelector('html[lang=fr]');
  assert.match(await page.locator('h1').innerText(), /Que voulez-vous/);
  if (shots) await page.screenshot({ path: join(shots, 'home-fr.png'), fullPage: true });
  await page.selectOption('select[name=language]', 'en');
  await page.click('footer button');
});

await browser.close();
await stop(desk);
forget(home);
for (const [what, value] of Object.entries(measured)) console.log(`measured: ${what}: ${value}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
