'use strict';

const pollEvery = 1500;
const faults = {
  none: 'works', down: 'down: connection aborted', slow: 'slow: 3 s', error500: 'answers 500', tooMany429: 'answers 429, Retry-After 10 s',
  wrongAnswer: 'answers 200 with a web page', flaky: '30 % answer 503',
};
const byId = id => document.getElementById(id);

// Text from events only ever becomes text nodes.
function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function rows(id, items, columns) {
  const body = byId(id);
  if (items.length === 0) {
    const cell = element('td', 'nothing yet', 'empty');
    cell.colSpan = columns(null).length;
    const row = element('tr');
    row.append(cell);
    body.replaceChildren(row);
    return;
  }
  body.replaceChildren(...items.map(item => {
    const row = element('tr');
    row.append(...columns(item));
    return row;
  }));
}

const cell = (text, className) => element('td', text, className);
function pillCell(text, kind) {
  const made = element('td');
  made.append(element('span', text, 'pill ' + kind));
  return made;
}
function pill(id, text, kind) {
  byId(id).textContent = text;
  byId(id).className = 'pill ' + kind;
}
function figures(id, pairs) {
  byId(id).replaceChildren(...pairs.map(([name, value]) => {
    const pair = element('div');
    pair.append(element('dt', name), element('dd', typeof value === 'number' ? value.toLocaleString() : value));
    return pair;
  }));
}
const shortType = type => (type ?? '').replace('com.adobe.commerce.', '');
const clock = time => new Date(time).toLocaleTimeString();

async function send(method, path, body) {
  let text;
  try {
    const answer = await fetch(path, { method, headers: body ? { 'Content-Type': 'application/json' } : {}, body: body ? JSON.stringify(body) : undefined });
    const result = await answer.json();
    text = result.done ?? result.error ?? result.challenge ?? 'done';
  } catch {
    text = 'the sandbox did not answer';
  }
  byId('done').textContent = text;
  await refresh();
}

function showShop(status) {
  const shop = status.shop;
  pill('shop-state', shop.open ? 'open' : 'paused', shop.open ? 'good' : 'warn');
  byId('toggle').textContent = shop.open ? 'Pause the shop' : 'Open the shop';
  byId('toggle').dataset.post = shop.open ? '/control/shop/pause' : '/control/shop/resume';
  figures('shop-figures', [['Orders kept', shop.orders], ['Customers', shop.customers], ['Articles', shop.products], ['Orders per minute', shop.ordersPerMinute]]);
  rows('orders', shop.lastOrders, order => order === null ? [1, 2, 3, 4] : [
    cell(order.incrementId), cell(order.status), cell(order.items, 'number'), cell(`${order.total.toFixed(2)} ${order.currency}`, 'number')]);
}

function showAdobe(status) {
  const adobe = status.adobe;
  const kind = { active: 'good', unstable: 'warn', disabled: 'bad' }[adobe.state] ?? 'warn';
  pill('registration', `${adobe.state}, challenge ${adobe.challenge}`, kind);
  figures('adobe-figures', [['Events', adobe.published], ['Acknowledged', adobe.acknowledged], ['Attempts repeated', adobe.retried],
    ['Refused or given up', adobe.lost], ['Not pushed', adobe.notPushed], ['Waiting', adobe.waiting], ['Style', adobe.style]]);
  rows('attempts', adobe.attempts, attempt => attempt === null ? [1, 2, 3, 4, 5] : [
    cell(shortType(attempt.code), 'long'), cell(attempt.events, 'number'), cell(attempt.retryCount || '', 'number'),
    cell(attempt.status, 'number'), cell(Math.round(attempt.milliseconds), 'number')]);
  pill('retry-count', adobe.retriesWaiting.toLocaleString(), adobe.retriesWaiting > 0 ? 'warn' : 'good');
  const now = new Date(status.now);
  rows('retries', adobe.retries, retry => retry === null ? [1, 2, 3, 4] : [
    cell(shortType(retry.code).replace('observer.', ''), 'long'), cell(retry.nextRetry, 'number'), cell(retry.lastStatus, 'number'),
    cell(`${Math.max(0, Math.round((new Date(retry.dueAt) - now) / 1000))} s`, 'number')]);
}

function showErp(status) {
  const erp = status.erp;
  pill('agreement', erp.differences === 0 ? 'both sides agree' : `${erp.differences.toLocaleString()} differences`, erp.differences === 0 ? 'good' : 'warn');
  figures('erp-figures', [['Orders in the shop', status.shop.orders], ['Orders in the ERP', erp.orders], ['Deliveries', erp.deliveries], ['Returns', erp.returns],
    ['Articles in the shop', status.shop.products], ['Articles in the ERP', erp.articles]]);
  byId('differences').textContent = erp.parts.length === 0
    ? 'Every order, stock level and price is the same on both sides.'
    : 'Different: ' + erp.parts.map(part => `${part.differences.toLocaleString()} ${part.name}`).join(', ') + '. Each is named at /control/agreement.';
}

function systemCard(name) {
  const card = element('div', null, 'system');
  card.id = `system-${name}`;
  const title = element('div', null, 'title');
  title.append(element('h3', name), element('span', '', 'pill'));
  const label = element('label', 'Fault');
  const select = element('select');
  for (const [mode, text] of Object.entries(faults)) {
    const option = element('option', text);
    option.value = mode;
    select.append(option);
  }
  select.addEventListener('change', () => send('PUT', `/control/faults/${name}`, { mode: select.value }));
  label.append(select);
  const numbers = element('dl', null, 'figures');
  numbers.id = `figures-${name}`;
  card.append(title, numbers, label);
  return card;
}

function showSystems(status) {
  for (const system of status.systems) {
    const card = byId(`system-${system.system}`) ?? byId('systems').appendChild(systemCard(system.system));
    const works = system.fault.mode === 'none';
    const state = card.querySelector('.pill');
    state.textContent = works ? 'works' : system.fault.mode;
    state.className = 'pill ' + (works ? 'good' : 'bad');
    const select = card.querySelector('select');
    if (document.activeElement !== select) select.value = system.fault.mode;
    figures(`figures-${system.system}`, [['Taken', system.accepted], ['Duplicates', system.duplicates], ['Refused', system.refused + system.invalid], ['Faults', system.faulted]]);
  }
  pill('signatures', `signatures ${status.signatures}`, status.signatures === 'checked' ? 'good' : '');
}

let shownArticles = '';
function showArticles(status) {
  const missing = status.missingArticles;
  if (missing.join() === shownArticles) return;
  shownArticles = missing.join();
  byId('articles').hidden = missing.length === 0;
  byId('articles').replaceChildren(...missing.flatMap(sku => {
    const button = element('button', 'Create the article in the ERP');
    button.addEventListener('click', () => send('POST', `/erp/articles/${encodeURIComponent(sku)}`));
    return [element('span', `The ERP does not know ${sku}: orders that hold it are refused with 422 until the article exists.`), button];
  }));
}

function showReceived(status) {
  const kinds = { accepted: 'good', duplicate: 'good', refused: 'warn', invalid: 'bad', faulted: 'bad' };
  rows('received', status.received, entry => entry === null ? [1, 2, 3, 4, 5, 6, 7] : [
    cell(clock(entry.time)), cell(`${entry.system}/${entry.kind}`), cell(shortType(entry.type), 'long'), cell(entry.orderNumber),
    cell(entry.attempt, 'number'), cell(entry.status || 'aborted', 'number'),
    pillCell([entry.outcome, entry.reason ?? entry.givenNumber].filter(Boolean).join(': '), kinds[entry.outcome])]);
}

async function refresh() {
  try {
    const answer = await fetch('/control/status');
    const status = await answer.json();
    byId('console-link').href = status.consoleUrl;
    showShop(status);
    showAdobe(status);
    showArticles(status);
    showErp(status);
    showSystems(status);
    showReceived(status);
    pill('connection', 'live', 'good');
  } catch {
    pill('connection', 'the sandbox does not answer', 'bad');
  }
}

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, pollEvery);
}

document.addEventListener('click', event => {
  const path = event.target.dataset?.post;
  if (path) send('POST', path);
});
poll();
