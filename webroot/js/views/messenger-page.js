import { useEffect, useState } from 'preact/hooks';
import { AddContact } from './add-contact.js';
import { Announcer } from './announcer.js';
import { useAttention } from './attention.js';
import { Conversation } from './conversation.js';
import { Empty } from './empty.js';
import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { OfflineBanner } from './offline-banner.js';
import { useOpenConversation } from './route.js';
import { Settings } from './settings.js';
import { Sidebar } from './sidebar.js';
import { t } from './strings/index.js';
import { useTitle } from './title.js';

/** The list beside the conversation; on a phone one at a time. */
export function MessengerPage() {
  const { messenger } = useParts();
  const id = useOpenConversation();
  const known = useStore(messenger.conversations, (all) => all.has(id));
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  useAttention(messenger, id);
  useTitle(messenger);
  useEffect(() => document.body.scrollIntoView(), [id]);
  return html`
    <div class=${`shell ${known ? 'shell--reading' : ''}`}>
      <${OfflineBanner} />
      <div class="shell__side">
        <${Sidebar} chosen=${id} onAdd=${() => setDialog('add')} onSettings=${() => setDialog('settings')} />
      </div>
      <main class="shell__main">
        ${known
          ? html`<${Conversation} key=${id} id=${id} />`
          : html`<${Empty} icon=${Icon.Talk} title=${t('chooseChat')} text=${t('chooseChatText')} />`}
      </main>
      ${dialog === 'add' && html`<${AddContact} onClose=${close} />`}
      ${dialog === 'settings' && html`<${Settings} onClose=${close} />`}
      <${Announcer} />
    </div>
  `;
}
