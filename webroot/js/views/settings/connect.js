import { useState } from 'preact/hooks';
import { leads, mayPost } from '../../state/conversation.js';
import { Avatar } from '../avatar.js';
import { Question } from '../dialog.js';
import { Field } from '../field.js';
import { html, useParts, useStore } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';
import { nameOf, Username } from '../user-names.js';
import { Making, Makings, Once, useIntegrations, useRenewed } from './integration-list.js';
import { Outgoing } from './outgoing-webhooks.js';

/** Other programs that say something here, and act here. */
export function Connect() {
  return html`
    <${Webhooks} />
    <${Outgoing} />
    <${Bots} />
  `;
}

function Webhooks() {
  const services = useIntegrations();
  return html`<${Makings}
    title=${t('webhooks')}
    text=${t('webhooksText')}
    add=${t('webhookAdd')}
    once=${t('webhookUrl')}
    read=${() => services.webhooks()}
    list=${(hooks, changed) => hooks.map((hook) => html`<${Webhook} key=${hook.id} hook=${hook} onRemoved=${changed} />`)}
    form=${(hooks, made, cancel) => html`<${NewWebhook} onMade=${made} onCancel=${cancel} />`}
  />`;
}

function Webhook({ hook, onRemoved }) {
  const services = useIntegrations();
  const { messenger } = useParts();
  const group = useStore(messenger.conversations, (all) => all.get(hook.conversationId)?.group);
  const [asking, ask] = useState(false);
  const [remove, { busy, failure }] = useTask(() => services.removeWebhook(hook.id).then(onRemoved));
  const where = hook.conversationId ? (group ? nameOf(group) : t('groupGone')) : t('toYou');
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__name"><bdi>${hook.name}</bdi></p>
        <p class="person__note faint">${failure ? explain(failure) : html`<bdi>${where}</bdi> · ${usedAt(hook)}`}</p>
      </div>
      <button type="button" class="button button--small button--quiet-danger" aria-label=${t('removeNamed', hook.name)} aria-disabled=${busy} onClick=${() => ask(true)}>
        ${t('remove')}
      </button>
      ${asking &&
      html`<${Question}
        title=${t('webhookRemoveTitle', hook.name)}
        text=${t('webhookRemoveText')}
        choices=${[{ label: t('remove'), danger: true, act: remove }]}
        onClose=${() => ask(false)}
      />`}
    </li>
  `;
}

function NewWebhook({ onMade, onCancel }) {
  const services = useIntegrations();
  const { messenger } = useParts();
  const all = useStore(messenger.conversations, (map) => map);
  const groups = [...all.values()].filter(isOpen);
  const act = async ({ name, where }) => onMade(await services.makeWebhook(name.trim(), where ? Number(where) : undefined));
  return html`
    <${Making} label=${t('webhookMake')} act=${act} onCancel=${onCancel}>
      <${Field} label=${t('webhookName')} name="name" maxlength="64" required autofocus />
      <label class="field">
        <span class="field__label">${t('webhookWhere')}</span>
        <select class="input" name="where">
          <option value="">${t('toYou')}</option>
          ${groups.map(({ id, group }) => html`<option key=${id} value=${id}>${nameOf(group)}</option>`)}
        </select>
      </label>
    <//>
  `;
}

/** Where I may write, and add others. */
function isOpen(conversation) {
  const { group } = conversation;
  return group && mayPost(conversation) && (leads(conversation) || group.mayAdd !== 'admins');
}

function Bots() {
  const services = useIntegrations();
  return html`<${Makings}
    title=${t('bots')}
    text=${t('botsText')}
    add=${t('botAdd')}
    read=${() => services.bots()}
    list=${(bots, changed) => bots.map((bot) => html`<${Bot} key=${bot.id} bot=${bot} onRemoved=${changed} />`)}
    form=${(bots, made, cancel) => html`<${NewBot} onMade=${made} onCancel=${cancel} />`}
  />`;
}

function NewBot({ onMade, onCancel }) {
  const services = useIntegrations();
  const act = async ({ username, displayName }) => {
    await services.makeBot(username.trim(), displayName.trim());
    await onMade();
  };
  return html`
    <${Making} label=${t('botMake')} act=${act} onCancel=${onCancel}>
      <${Field} label=${t('username')} name="username" hint=${t('usernameHint')} minlength="3" maxlength="32" pattern="[A-Za-z0-9_.\\-]+" title=${t('usernameHint')} autocapitalize="none" spellcheck="false" required autofocus />
      <${Field} label=${t('displayName')} name="displayName" maxlength="64" />
    <//>
  `;
}

function Bot({ bot, onRemoved }) {
  const services = useIntegrations();
  const [open, setOpen] = useState(false);
  const [asking, ask] = useState(false);
  const [remove, { busy, failure }] = useTask(() => services.removeBot(bot.id).then(onRemoved));
  return html`
    <li>
      <div class="person">
        <${Avatar} user=${bot} size="small" />
        <div class="person__who">
          <p class="person__name"><bdi>${nameOf(bot)}</bdi></p>
          <p class="person__detail faint">${failure ? explain(failure) : html`<${Username} user=${bot} />`}</p>
        </div>
        <button type="button" class="button button--small" aria-expanded=${open} aria-label=${t('tokensOf', nameOf(bot))} onClick=${() => setOpen(!open)}>${t('tokens')}</button>
        <button type="button" class="button button--small button--quiet-danger" aria-label=${t('removeNamed', nameOf(bot))} aria-disabled=${busy} onClick=${() => ask(true)}>
          ${t('remove')}
        </button>
      </div>
      ${open && html`<${Tokens} bot=${bot} />`}
      ${asking &&
      html`<${Question}
        title=${t('botRemoveTitle', nameOf(bot))}
        text=${t('botRemoveText')}
        choices=${[{ label: t('remove'), danger: true, act: remove }]}
        onClose=${() => ask(false)}
      />`}
    </li>
  `;
}

function Tokens({ bot }) {
  const services = useIntegrations();
  const { found: tokens, load, failure } = usePages(async () => ({ tokens: await services.tokens(bot.id) }), 'tokens');
  useRenewed(load);
  const [token, setToken] = useState('');
  const [making, make] = useState(false);
  const act = async ({ name }) => {
    const made = await services.makeToken(bot.id, name.trim());
    await load();
    setToken(made);
    make(false);
  };
  return html`
    <div class="tokens stack">
      ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
      ${tokens?.length === 0 && html`<p class="faint">${t('noTokens')}</p>`}
      <ul>
        ${tokens?.map((one) => html`<${Token} key=${one.tokenId} bot=${bot} token=${one} onRevoked=${() => (setToken(''), load())} />`)}
      </ul>
      ${token && html`<${Once} label=${t('tokenOnce')} text=${token} />`}
      ${making
        ? html`<${Making} label=${t('tokenMake')} act=${act} onCancel=${() => make(false)}>
            <${Field} label=${t('tokenName')} name="name" maxlength="64" required autofocus />
          <//>`
        : html`<button type="button" class="button button--small" onClick=${() => (setToken(''), make(true))}>${t('tokenAdd')}</button>`}
    </div>
  `;
}

function Token({ bot, token, onRevoked }) {
  const services = useIntegrations();
  const [revoke, { busy, failure }] = useTask(() => services.revokeToken(bot.id, token.tokenId).then(onRevoked));
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__name"><bdi>${token.name}</bdi></p>
        <p class="person__note faint">${failure ? explain(failure) : usedAt(token)}</p>
      </div>
      <button type="button" class="button button--small button--quiet-danger" aria-label=${t('revokeNamed', token.name)} aria-disabled=${busy} onClick=${revoke}>
        ${t('revokeDo')}
      </button>
    </li>
  `;
}

function usedAt({ lastUsedAt }) {
  return lastUsedAt ? t('lastUsed', moment(Date.parse(lastUsedAt))) : t('neverUsed');
}
