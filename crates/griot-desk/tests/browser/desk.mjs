// A desk under test: the program, its folder, and a browser that looks at it.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const program = process.env.GRIOT;
export const browserPath = process.env.CHROMIUM || '/usr/bin/chromium';

// What a command of griot prints; it may say that something is contradicted.
export const griot = (...all) => {
  const { status, stdout, stderr } = spawnSync(program, all, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status > 1) throw new Error(`griot ${all.join(' ')}: ${stderr}`);
  return stdout;
};

export const newHome = () => mkdtempSync(join(tmpdir(), 'griot-desk-'));
export const forget = (folder) => rmSync(folder, { recursive: true, force: true });

// DESK may name the example `desk` of the crate, for whoever works on its pages: GRIOT is then any griot that was built before.
const example = process.env.DESK;
const ports = new Map();

// Starts `griot desk` and gives its address once it says it.
export const start = (home, more = []) => new Promise((done, failed) => {
  const env = { ...process.env, GRIOT_HOME: home, GRIOT_WHO: 'Awa', GRIOT_TEST_LOOPBACK: 'allowed' };
  const [command, all] = example ? [example, [program, home, ports.get(home) || '0']] : [program, ['desk', '--no-browser', ...more]];
  const child = spawn(command, all, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  child.stdout.on('data', (bytes) => {
    out += bytes;
    const end = out.indexOf('\n');
    if (end < 0) return;
    const url = out.slice(0, end);
    ports.set(home, new URL(url).port);
    done({ child, url, said: () => said });
  });
  child.on('exit', (code) => failed(new Error(`griot desk ended with ${code}: ${said}`)));
});

export const stop = (desk, signal = 'SIGINT') => new Promise((done) => {
  if (desk.child.exitCode !== null || desk.child.signalCode !== null) { done(); return; }
  desk.child.removeAllListeners('exit');
  desk.child.on('exit', done);
  desk.child.kill(signal);
});

export const browse = () => chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

// A file for a form, from its words.
export const file = (name, text, mimeType = 'text/plain') => ({ name, mimeType, buffer: Buffer.from(text) });

export const seconds = (since) => (performance.now() - since) / 1000;

// A ZIP without compression, by hand: enough to be one.
export const zip = (files) => {
  const table = new Int32Array(256).map((_, n) => { for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1; return n; });
  const crc = (bytes) => { let c = -1; for (const b of bytes) c = table[(c ^ b) & 255] ^ (c >>> 8); return (c ^ -1) >>> 0; };
  const local = [];
  const central = [];
  let offset = 0;
  for (const [name, text] of files) {
    const label = Buffer.from(name);
    const bytes = Buffer.from(text);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0); head.writeUInt16LE(0x800, 2);
    head.writeUInt32LE(crc(bytes), 10); head.writeUInt32LE(bytes.length, 14); head.writeUInt32LE(bytes.length, 18); head.writeUInt16LE(label.length, 22);
    local.push(Buffer.from('PK\x03\x04', 'latin1'), head, label, bytes);
    const entry = Buffer.alloc(42);
    entry.writeUInt16LE(20, 0); head.copy(entry, 2);
    entry.writeUInt32LE(offset, 38);
    central.push(Buffer.from('PK\x01\x02', 'latin1'), entry, label);
    offset += 4 + 26 + label.length + bytes.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4); end.writeUInt16LE(files.length, 6); end.writeUInt32LE(directory.length, 8); end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
};

// A draft of so many sentences, each with a note; two in ten have another number than their proof.
export const long = (sentences, proofs) => {
  const draft = ['# A long draft', ''];
  const files = [];
  for (let n = 1; n <= proofs; n++) {
    files.push([`proof-${n}.txt`, Array.from({ length: 30 }, (_, k) =>
      `In the week ${k} of the year the office of district ${n} counted ${n * 1000 + k} sacks of grain, which its director had stored.`).join('\n\n')]);
  }
  for (let n = 0; n < sentences; n++) {
    const proof = n % proofs + 1;
    const wrong = n % 5 === 0 ? 777000 : 0;
    draft.push(`The office of district ${proof} counted ${proof * 1000 + n % 30 + wrong} sacks of grain in one of the weeks that its director had to report about.[^${proof}]`);
    if (n % 4 === 3) draft.push('');
  }
  draft.push('');
  for (let n = 1; n <= proofs; n++) draft.push(`[^${n}]: proof-${n}.txt`, '');
  return { draft: draft.join('\n'), files };
};

// A Word file of these paragraphs; `[^3]` in one is the mark of a note, and `notes` says what it is.
export const docx = (paragraphs, notes = {}) => {
  const text = (words) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/[\x00-\x08\x0b-\x1f\ufffe\uffff]/g, ' ');
  const run = (words) => `<w:r><w:t xml:space="preserve">${text(words)}</w:t></w:r>`;
  const line = (words) => words.split(/\[\^(\w+)\]/).map((part, at) => at % 2 ? `<w:r><w:footnoteReference w:id="${part}"/></w:r>` : run(part)).join('');
  const ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const kind = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  const link = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return zip([
    ['[Content_Types].xml', `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${kind}.document.main+xml"/><Override PartName="/word/footnotes.xml" ContentType="${kind}.footnotes+xml"/></Types>`],
    ['_rels/.rels', `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${link}/officeDocument" Target="word/document.xml"/></Relationships>`],
    ['word/_rels/document.xml.rels', `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${link}/footnotes" Target="footnotes.xml"/></Relationships>`],
    ['word/document.xml', `${head}<w:document ${ns}><w:body>${paragraphs.map((it) => `<w:p>${line(it)}</w:p>`).join('')}</w:body></w:document>`],
    ['word/footnotes.xml', `${head}<w:footnotes ${ns}>${Object.entries(notes).map(([id, words]) => `<w:footnote w:id="${id}"><w:p>${run(words)}</w:p></w:footnote>`).join('')}</w:footnotes>`],
  ]);
};
