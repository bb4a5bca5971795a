import { Component, createRef } from 'preact';
import { html } from './html.js';
import { Icon } from './icons.js';
import { t } from './strings/index.js';

const NEAR_TOP = 600;
const NEAR_END = 80;

/**
 * The scrolling part of a conversation. It opens at the first unread message or the end, stays at the end while the
 * reader is there, and keeps the lines in place while older ones come in above.
 */
export class Scroller extends Component {
  element = createRef();
  content = createRef();
  #atEnd = true;

  constructor(props) {
    super(props);
    this.state = { away: false, missed: 0 };
  }

  componentDidMount() {
    const first = this.element.current.querySelector('#first-unread');
    if (first) this.element.current.scrollTop = first.offsetTop - 40;
    else this.#toEnd();
    this.#look();
    this.#observer = new ResizeObserver(() => this.#atEnd && this.#toEnd());
    this.#observer.observe(this.element.current);
    this.#observer.observe(this.content.current);
    this.#askForMore();
  }

  componentWillUnmount() {
    this.#observer.disconnect();
  }

  getSnapshotBeforeUpdate() {
    const { scrollHeight, scrollTop } = this.element.current;
    return { fromEnd: scrollHeight - scrollTop, atEnd: this.#atEnd };
  }

  componentDidUpdate(before, _, { fromEnd, atEnd }) {
    const { items } = this.props;
    const added = newOnes(before.items, items);
    const grewAbove = firstKey(before.items) !== firstKey(items) && lastKey(before.items) === lastKey(items);
    if (atEnd || added.some((item) => item.mine)) this.#toEnd();
    else if (grewAbove) this.element.current.scrollTop = this.element.current.scrollHeight - fromEnd;
    else if (added.length > 0) this.setState({ missed: this.state.missed + added.length });
    this.#askForMore();
  }

  #observer = null;

  #toEnd = () => {
    const element = this.element.current;
    element.scrollTop = element.scrollHeight;
    this.#look();
  };

  #look = () => {
    const { scrollHeight, scrollTop, clientHeight } = this.element.current;
    const left = scrollHeight - scrollTop - clientHeight;
    this.#atEnd = left < NEAR_END;
    const away = left > 2 * NEAR_END;
    if (away !== this.state.away || (!away && this.state.missed > 0)) {
      this.setState({ away, missed: away ? this.state.missed : 0 });
    }
  };

  #askForMore() {
    if (this.element.current.scrollTop < NEAR_TOP) this.props.onTop?.();
  }

  #onScroll = () => {
    this.#look();
    this.#askForMore();
  };

  render({ label, children }, { away, missed }) {
    return html`
      <div class="scroll-area">
        <div class="scroller" ref=${this.element} onScroll=${this.#onScroll} role="region" aria-label=${label} tabindex="0">
          <div class="messages" ref=${this.content}>${children}</div>
        </div>
        ${away &&
        html`<button type="button" class="icon-button to-newest" aria-label=${t('toNewest')} title=${t('toNewest')} onClick=${this.#toEnd}>
          ${missed > 0 && html`<span class="badge">${missed}</span>`}
          <${Icon.Down} />
        </button>`}
      </div>
    `;
  }
}

/** The messages at the end that were not there before. */
function newOnes(before, after) {
  const last = lastKey(before);
  const added = [];
  for (let i = after.length - 1; i >= 0 && after[i].key !== last; i--) {
    if (after[i].kind === 'message') added.push(after[i]);
  }
  return before.length === 0 || added.length === after.length ? [] : added;
}

/** Of the first message: the day above it stays when older messages of that day come in. */
function firstKey(items) {
  return items.find((item) => item.kind === 'message')?.key;
}

function lastKey(items) {
  return items[items.length - 1]?.key;
}
