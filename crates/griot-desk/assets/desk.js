// What the desk's pages do beyond HTML: dropping files and folders, one key for each decision, the next sentence without
// a new page, work that is waited for. Everything here can also be done without it.
(() => {
  'use strict';
  const root = document.body.dataset.root;
  const one = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const live = one('#live');
  const say = (text) => { if (live) { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 30); } };

  // Only fragments of our own server become elements; whatever is of others in them was escaped there.
  const policy = window.trustedTypes ? trustedTypes.createPolicy('desk', { createHTML: (text) => text }) : { createHTML: (text) => text };
  const parsed = (text) => new DOMParser().parseFromString(policy.createHTML(text), 'text/html');

  // Elements of an answer take the place of those with the same id.
  const swap = (text) => {
    for (const fresh of all('body > [id]', parsed(text))) {
      const old = document.getElementById(fresh.id);
      if (old) old.replaceWith(document.adoptNode(fresh));
    }
  };

  // --- Dropping -------------------------------------------------------------------------------------------------------
  const show = (zone, files) => {
    const list = one('.chosen', zone);
    if (!list) return;
    list.replaceChildren(...files.slice(0, 60).map((file) => {
      const item = document.createElement('li');
      item.textContent = file.webkitRelativePath || file.name;
      return item;
    }));
    if (files.length > 60) {
      const item = document.createElement('li');
      item.textContent = `… ${files.length}`;
      list.append(item);
    }
  };
  const inside = async (entry) => {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const each of some) found.push(...await inside(each));
    }
  };
  const put = (input, files) => {
    const held = new DataTransfer();
    for (const file of input.multiple ? [...input.files, ...files] : files.slice(0, 1)) held.items.add(file);
    input.files = held.files;
    show(input.closest('.drop'), [...input.files]);
  };
  for (const zone of all('.drop')) {
    const input = one('input[type=file]', zone);
    input.addEventListener('change', () => show(zone, [...input.files]));
    zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', async (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const plain = [...event.dataTransfer.files];
      const files = [];
      for (const entry of entries) files.push(...await inside(entry).catch(() => []));
      put(input, files.length ? files : plain);
    });
  }
  // A folder is dropped as it is; by keyboard it is chosen with the same field, asked for a folder once.
  for (const button of all('button.folder')) {
    const input = one('input[type=file]', button.closest('.drop'));
    button.hidden = false;
    button.addEventListener('click', () => {
      const chooser = document.createElement('input');
      chooser.type = 'file';
      chooser.webkitdirectory = true;
      chooser.addEventListener('change', () => put(input, [...chooser.files]));
      chooser.click();
    });
  }
  // A file that misses its place must not take the page away.
  for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault());
  for (const form of all('form[data-busy]')) {
    form.addEventListener('submit', () => {
      say(form.dataset.busy);
      const button = one('button', form);
      if (button) { button.textContent = form.dataset.busy; button.setAttribute('aria-disabled', 'true'); }
    });
  }

  // --- Waiting --------------------------------------------------------------------------------------------------------
  const waiting = one('[data-wait]');
  if (waiting) {
    const look = async () => {
      try {
        const text = await (await fetch(waiting.dataset.wait)).text();
        if (text.startsWith('ended')) { location.reload(); return; }
        const list = one('.said', waiting);
        if (list) list.replaceChildren(...text.split('\n').slice(1).filter(Boolean).map((line) => {
          const item = document.createElement('li');
          item.textContent = line;
          return item;
        }));
      } catch { /* the desk was stopped; it may come back */ }
      setTimeout(look, 200);
    };
    setTimeout(look, 100);
  }

  // --- Sentences ------------------------------------------------------------------------------------------------------
  const split = one('.split');
  if (split) {
    const asking = () => all('.s.asks:not(.dim)');
    const chosen = () => one('.s.chosen');
    let moving = 0;
    const choose = async (sentence, toPanel) => {
      if (!sentence) return;
      const turn = ++moving;
      for (const old of all('.s.chosen')) { old.classList.remove('chosen'); old.removeAttribute('aria-current'); }
      sentence.classList.add('chosen');
      sentence.setAttribute('aria-current', 'true');
      sentence.focus({ preventScroll: true });
      split.classList.add('has-chosen');
      const begun = performance.now();
      try {
        const answer = await fetch(sentence.href.split('#')[0], { headers: { 'x-desk': 'part' } });
        if (!answer.ok) throw new Error('refused');
        const text = await answer.text();
        if (turn !== moving) return;
        swap(text);
      } catch { location.href = sentence.href; return; }
      document.body.dataset.took = String(performance.now() - begun);
      history.replaceState(null, '', sentence.href.split('#')[0]);
      sentence.scrollIntoView({ block: 'center' });
      const at = one('#panel .at');
      if (at) at.parentElement.scrollTop = at.offsetTop - at.parentElement.offsetTop - 20;
      if (toPanel) one('#panel').focus({ preventScroll: true });
    };
    const step = (by) => {
      const list = asking();
      const now = chosen();
      if (!now) return choose(list[by > 0 ? 0 : list.length - 1]);
      const at = list.indexOf(now);
      if (at >= 0) return choose(list[at + by]);
      const after = Node.DOCUMENT_POSITION_FOLLOWING;
      const side = list.filter((it) => Boolean(now.compareDocumentPosition(it) & after) === (by > 0));
      return choose(by > 0 ? side[0] : side[side.length - 1]);
    };

    // What was decided is sent in its order; while the desk does not answer it is kept in this browser.
    const store = `griot-queue-${location.pathname}`;
    let queue = [];
    try { queue = JSON.parse(localStorage.getItem(store) || '[]'); } catch { queue = []; }
    const keep = () => { try { if (queue.length) localStorage.setItem(store, JSON.stringify(queue)); else localStorage.removeItem(store); } catch { /* only this page has it */ } };
    let sending = false;
    const send = async () => {
      if (sending) return;
      sending = true;
      while (queue.length) {
        const { to, body } = queue[0];
        let answer;
        try {
          answer = await fetch(to, { method: 'POST', body: new URLSearchParams(body), headers: { 'x-desk': 'part' } });
        } catch {
          one('#offline').hidden = false;
          setTimeout(send, 1000);
          break;
        }
        one('#offline').hidden = true;
        queue.shift();
        keep();
        const text = await answer.text();
        if (answer.ok) {
          const panel = parsed(text).getElementById('panel');
          const about = one('input[name=s]', panel || document);
          const shown = one('#panel input[name=s]');
          const here = chosen();
          swap(panel && shown && about && shown.value !== about.value ? text.replace('id="panel"', 'id="panel-of-another"') : text);
          if (here && !document.contains(here)) {
            const again = document.getElementById(here.id);
            if (again) { again.classList.add('chosen'); if (document.activeElement === document.body) again.focus({ preventScroll: true }); }
          } else if (here) {
            for (const other of all('.s.chosen')) if (other !== here) { other.classList.remove('chosen'); other.removeAttribute('aria-current'); }
          }
        } else {
          const message = parsed(text).querySelector('.callout.error');
          say(message ? message.textContent : answer.statusText);
          alert(message ? message.textContent : answer.statusText);
        }
      }
      sending = false;
    };
    const post = (form, button) => {
      const data = new FormData(form);
      if (button && button.name) data.append(button.name, button.value);
      queue.push({ to: form.action, body: [...data.entries()].map(([key, value]) => [key, String(value)]) });
      keep();
      return send();
    };
    if (queue.length) send();
    document.addEventListener('submit', (event) => {
      const form = event.target;
      if (!form.matches('form[data-part]')) return;
      event.preventDefault();
      const button = event.submitter;
      const decides = button && button.name === 'decision';
      if (button) say(button.textContent.replace(/\s+\S$/, ''));
      post(form, button);
      if (decides) step(1);
    });
    document.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const sentence = event.target.closest('.s');
      if (sentence) { event.preventDefault(); choose(sentence); return; }
      const link = event.target.closest('#panel .panel-head a');
      if (!link) return;
      event.preventDefault();
      if (link.rel === 'next') step(1);
      else if (link.rel === 'prev') step(-1);
      else {
        const now = chosen();
        split.classList.remove('has-chosen');
        if (now) { now.classList.remove('chosen'); now.focus(); }
        history.replaceState(null, '', link.href);
      }
    });

    const keysOn = () => { try { return localStorage.getItem('griot-keys') !== 'off'; } catch { return true; } };
    const press = (value) => { const button = one(`#panel .decide button[${value}]`); if (button) button.click(); };
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && event.target.matches('input, textarea')) { const now = chosen(); if (now) now.focus(); return; }
      if (event.ctrlKey || event.metaKey || event.altKey || !keysOn() || event.target.matches('input, textarea, select')) return;
      const decisions = ['proven', 'not-proven', 'needs-work', 'no-matter-of-proof'];
      const at = '1234'.indexOf(event.key);
      if (event.key === 'j' || event.key === 'n') step(1);
      else if (event.key === 'k' || event.key === 'p') step(-1);
      else if (at >= 0) press(`value=${decisions[at]}`);
      else if (event.key === 'u') press('name=undo');
      else if (event.key === 'e') { const note = one('#note'); if (note) note.focus(); else return; }
      else if (event.key === 'a') { const who = one('#assigned'); if (who) who.focus(); else return; }
      else return;
      event.preventDefault();
    });
    const offer = () => {
      for (const each of all('.needs-script')) each.hidden = false;
      for (const box of all('.keys-on')) {
        box.checked = keysOn();
        box.onchange = () => { try { localStorage.setItem('griot-keys', box.checked ? 'on' : 'off'); } catch { /* until the page ends */ } };
      }
    };
    offer();
    new MutationObserver(offer).observe(split, { childList: true });
    const now = chosen();
    if (now) {
      now.scrollIntoView({ block: 'center' });
      now.focus({ preventScroll: true });
      const at = one('#panel .at');
      if (at) at.parentElement.scrollTop = at.offsetTop - at.parentElement.offsetTop - 20;
    }
  }

  // --- Grids ----------------------------------------------------------------------------------------------------------
  const grid = one('.grid');
  if (grid) {
    const form = grid.closest('form');
    let dirty = false;
    form.addEventListener('input', () => { dirty = true; });
    form.addEventListener('submit', () => { dirty = false; });
    window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault(); });
    const cell = (name) => one(`input[name="${CSS.escape(name)}"]`, grid);
    const place = (input) => input.name.slice(1).split('.').map(Number);
    grid.addEventListener('paste', (event) => {
      const text = event.clipboardData.getData('text/plain');
      if (!/[\t\n]/.test(text.trim()) || !event.target.name) return;
      event.preventDefault();
      const [, column] = place(event.target);
      const rows = all('tbody tr', grid);
      const first = rows.indexOf(event.target.closest('tr'));
      const left = [];
      text.replace(/\r/g, '').replace(/\n$/, '').split('\n').forEach((line, down) => {
        const row = rows[first + down];
        const start = row && one('input', row);
        if (!start) { left.push(line); return; }
        const [number] = place(start);
        line.split('\t').forEach((value, across) => {
          const input = cell(`c${number}.${column + across}`);
          if (input) input.value = value;
        });
      });
      if (left.length && column === 0) one('#paste').value = left.join('\n');
      dirty = true;
    });
    grid.addEventListener('keydown', (event) => {
      if (!event.target.name || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
      const [, column] = place(event.target);
      const row = event.target.closest('tr')[event.key === 'ArrowDown' ? 'nextElementSibling' : 'previousElementSibling'];
      const input = row && all('input', row)[column];
      if (input) { event.preventDefault(); input.focus(); }
    });
  }
})();
