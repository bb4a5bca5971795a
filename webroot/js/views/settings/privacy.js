import { useEffect, useState } from 'preact/hooks';
import { Choice } from '../groups/choice.js';
import { html, useParts, useStore } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { Switch } from './switch.js';

/** What others are told of me, and who may add me to groups. */
export function Privacy() {
  const account = useAccount();
  const { session } = useParts();
  const { addMe, readReceipts } = useStore(session, (value) => value.user);
  const [failure, setFailure] = useState(null);
  useEffect(() => {
    account.look().catch(() => {}); // what is known will do
  }, []);
  const choose = (choice) => account.choose(choice).then(() => setFailure(null), setFailure);
  return html`
    <section class="section">
      <${Switch}
        label=${t('readReceipts')}
        hint=${t('readReceiptsText')}
        on=${readReceipts !== false}
        onChange=${(on) => choose({ readReceipts: on })}
      />
    </section>
    <section class="section stack">
      <${Choice}
        label=${t('addMe')}
        name="add-me"
        value=${addMe ?? 'all'}
        choices=${['all', 'contacts'].map((who) => [who, t('addMeWho')[who]])}
        hint=${t('addMeText')}
        onChoose=${(who) => choose({ addMe: who })}
      />
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    </section>
  `;
}
