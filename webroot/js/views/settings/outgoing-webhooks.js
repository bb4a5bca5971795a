import { useState } from 'preact/hooks';
import { faceOf } from '../../state/conversation.js';
import { Question } from '../dialog.js';
import { Field } from '../field.js';
import { html, useParts, useStore } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { LoadMore } from '../load-more.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf } from '../user-names.js';
import { Making, Makings, useIntegrations } from './integration-list.js';

const EVENTS = ['message.sent', 'message.changed', 'message.deleted', 'conversation.added', 'conversation.removed'];

/** Addresses that are told what happens here. */
export function Outgoing() {
  const services = useIntegrations();
  const read = async () => ({ all: await services.subscriptions(), bots: await services.bots() });
  return html`<${Makings}
    title=${t('outgoing')}
    text=${t('outgoingText')}
    add=${t('outgoingAdd')}
    once=${t('outgoingSecret')}
    read=${read}
    list=${({ all, bots }, changed) => all.map((one) => html`<${Subscription} key=${one.id} one=${one} bots=${bots} onChanged=${changed} />`)}
    form=${(found, made, cancel) => html`<${NewSubscription} bots=${found?.bots ?? []} onMade=${made} onCancel=${cancel} />`}
  />`;
}

function NewSubscription({ bots, onMade, onCancel }) {
  const services = useIntegrations();
  const [wanted, setWanted] = useState(EVENTS);
  const choose = (type, on) => setWanted(EVENTS.filter((one) => (one === type ? on : wanted.includes(one))));
  const act = async ({ url, whose }) => {
    const events = wanted.length === EVENTS.length ? undefined : wanted;
    await onMade(await services.subscribe(url.trim(), events, whose ? Number(whose) : undefined));
  };
  return html`
    <${Making} label=${t('outgoingMake')} act=${act} onCancel=${onCancel}>
      <${Field} label=${t('outgoingUrl')} name="url" type="url" placeholder="https://" maxlength="1000" dir="ltr" autocapitalize="none" spellcheck="false" required autofocus />
      <label class="field">
        <span class="field__label">${t('outgoingWhose')}</span>
        <select class="input" name="whose">
          <option value="">${t('ofYou')}</option>
          ${bots.map((bot) => html`<option key=${bot.id} value=${bot.id}>${nameOf(bot)}</option>`)}
        </select>
      </label>
      <fieldset class="outgoing__events">
        <legend class="field__label">${t('outgoingEvents')}</legend>
        ${EVENTS.map(
          (type) => html`
            <label key=${type} class="tick-box">
              <input class="pick" type="checkbox" checked=${wanted.includes(type)} onChange=${(event) => choose(type, event.target.checked)} />
              <span>${t('outgoingEvent')[type]}</span>
            </label>
          `,
        )}
      </fieldset>
    <//>
  `;
}

function Subscription({ one, bots, onChanged }) {
  const services = useIntegrations();
  const [open, setOpen] = useState(false);
  const [asking, ask] = useState(false);
  const [remove, { busy, failure }] = useTask(() => services.unsubscribe(one.id).then(onChanged));
  const [resume, resuming] = useTask(() => services.resume(one.id).then(onChanged));
  const where = placeOf(one.url);
  const bot = bots.find(({ id }) => id === one.botId);
  const failed = failure ?? resuming.failure;
  const state = one.reason ? t('outgoingOff')[one.reason] : t('outgoingOn');
  return html`
    <li>
      <div class="person outgoing">
        <div class="person__who">
          <p class="person__name"><bdi dir="ltr">${where}</bdi></p>
          <p class="person__note faint">
            ${failed ? explain(failed) : html`${bot && html`<bdi>${nameOf(bot)}</bdi> · `}<span class=${one.reason && 'outgoing__off'}>${state}</span>`}
          </p>
        </div>
        <div class="outgoing__acts">
          ${one.reason &&
          html`<button type="button" class="button button--small button--main" aria-label=${t('switchOnNamed', where)} aria-disabled=${resuming.busy} onClick=${resume}>${t('switchOn')}</button>`}
          <button type="button" class="button button--small" aria-expanded=${open} aria-label=${t('deliveriesTo', where)} onClick=${() => setOpen(!open)}>${t('deliveries')}</button>
          <button type="button" class="button button--small button--quiet-danger" aria-label=${t('removeNamed', where)} aria-disabled=${busy} onClick=${() => ask(true)}>${t('remove')}</button>
        </div>
      </div>
      ${open && html`<${Deliveries} id=${one.id} state=${one.state} />`}
      ${asking &&
      html`<${Question}
        title=${t('outgoingRemoveTitle', where)}
        text=${t('outgoingRemoveText')}
        choices=${[{ label: t('remove'), danger: true, act: remove }]}
        onClose=${() => ask(false)}
      />`}
    </li>
  `;
}

/** What lately was sent there, and waits; the newest first. */
function Deliveries({ id, state }) {
  const services = useIntegrations();
  const { found, more, load, failure } = usePages((after) => services.deliveries(id, after), 'deliveries', state);
  return html`
    <div class="tokens stack">
      ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
      ${found?.length === 0 && html`<p class="faint">${t('noDeliveries')}</p>`}
      <ul>
        ${found?.map((delivery) => html`<${Delivery} key=${delivery.eventId} id=${id} delivery=${delivery} onAgain=${load} />`)}
      </ul>
      <${LoadMore} more=${more} />
    </div>
  `;
}

function Delivery({ id, delivery, onAgain }) {
  const services = useIntegrations();
  const { messenger } = useParts();
  const conversation = useStore(messenger.conversations, (all) => all.get(delivery.conversationId));
  const [again, { busy, failure }] = useTask(() => services.replay(id, delivery.eventId).then(onAgain));
  const { state, triedAt, dueAt, status } = delivery;
  const time = triedAt && moment(Date.parse(triedAt));
  const name = conversation ? nameOf(faceOf(conversation)) : t('conversationGone');
  const words = [
    state === 'waiting' && !triedAt ? t('deliveryNew') : t('deliveryState')[state],
    triedAt && (status ? t('deliveryAnswer', status) : t('deliveryNoAnswer')),
    time,
    state === 'waiting' && triedAt && t('deliveryNext', moment(Date.parse(dueAt))),
  ].filter(Boolean);
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__name"><bdi>${name}</bdi></p>
        <p class="person__note faint">${failure ? explain(failure) : words.join(' · ')}</p>
      </div>
      ${triedAt &&
      html`<button type="button" class="button button--small" aria-label=${t('replayNamed', name, time)} aria-disabled=${busy} onClick=${again}>${t('replay')}</button>`}
    </li>
  `;
}

/** Without what is the same of all. */
function placeOf(url) {
  return url.replace(/^https:\/\//, '');
}
