import { Component, createRef } from 'preact';
import { firstUnread, newsAbove, unreadOf } from '../state/conversation.js';
import { holds, rangeOf } from '../state/ranges.js';
import { timelineOf } from '../state/timeline.js';
import { beforeRange, down, settled, shownIn, up, rangeAround, rangeAtEnd } from '../state/visible-range.js';
import { anchorsOf, bringTo, holdAt } from './anchors.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { goOn, hasKeyboard } from './keyboard.js';
import { ReadTracker } from './read-tracker.js';
import { explain, t } from './strings/index.js';
import { dayName } from './times.js';
import { say } from './toast.js';

const NEAR = 600;
const NEAR_END = 80;
const LEAST_ROW = 36;
const USUAL_ROW = 46;
const HIGHEST_GAP = 8_000_000;
const BELOW_DAY = 52;
const REST = 1_000;
const SHINES = 2_000;
const MOST_RETURNS = 20;

/**
 * The scrolling part of a conversation. Only a visible range of it is on the page; empty space above and below stands for the
 * rest, so that one can also drag the scroll bar to any place. The reader's lines stay where they are, whatever comes
 * or goes around them; who is at the end stays there.
 *
 * Props: `conversation`, `pending`, `me`, `unreadFrom`, `start` (the seq to open at, 0 for the end, and where it is to
 * stand), `seen` (the last seq that is no news), `older`, `newer`, `around`, `seek` (which load), `connected`, `row`, `ways` (what else leads somewhere), `writing`,
 * `attentive` (a store: whether somebody looks), `onSeen`, `onEnd` (went there on purpose), `onPlace`, `clock`, `jump` (a ref
 * that gets what leads to a message).
 */
export class Timeline extends Component {
  element = createRef();
  content = createRef();
  list = createRef();
  #atEnd = false;
  #anchors = [];
  #notedAt = 0;
  #goal = null;
  /** What the reader was led to, and where it stands, until they do something: files above and below it come later. */
  #led = null;
  #range;
  #drawn;
  #rowHeight = USUAL_ROW;
  // So many that a step at one end never reaches the other end's margin, on high screens too.
  #most = Math.max(120, 40 + Math.ceil((innerHeight + 2 * NEAR) / LEAST_ROW));
  #observer = null;
  #resting = 0;
  #readTracker;
  #opened;
  #here = { seq: 0 };
  /** The message that somebody wants to go to, while it is not loaded. */
  #sought = null;
  #unsubscribe = () => {};

  constructor(props) {
    super(props);
    const { conversation, start, seen, clock } = props;
    const { seq } = start;
    this.#range = seq ? rangeAround(conversation, seq, this.#most) : rangeAtEnd(conversation, this.#most);
    this.#atEnd = !seq;
    this.#goal = start;
    this.#opened = clock.now();
    this.#readTracker = new ReadTracker({ onSeen: (seqs) => this.props.onSeen(seqs), isCovered, ...clock });
    this.state = { away: false, seen, passed: 0, returns: [] };
  }

  componentDidMount() {
    this.#drawn = this.#range;
    this.#reachGoal();
    this.#observer = new ResizeObserver((all) => this.#resized(all.some(({ target }) => target === this.content.current)));
    this.#observer.observe(this.element.current);
    this.#observer.observe(this.content.current);
    const { attentive } = this.props;
    this.#readTracker.look(attentive.value);
    this.#unsubscribe = attentive.subscribe((looked) => this.#readTracker.look(looked));
    this.props.jump.current = this.#seek;
    this.#follow();
  }

  componentWillUnmount() {
    this.#observer.disconnect();
    this.#unsubscribe();
    this.#readTracker.stop();
    clearTimeout(this.#resting);
  }

  getSnapshotBeforeUpdate() {
    return { atEnd: this.#staysAtEnd(), anchors: anchorsOf(this.element.current) };
  }

  componentDidUpdate(before, _, { atEnd, anchors }) {
    const { conversation, connected, pending } = this.props;
    const moved = this.#drawn !== this.#range;
    this.#drawn = this.#range;
    if (before.conversation.position !== conversation.position) this.#led = null;
    if (hasNew(before.pending, pending, this.#opened)) this.jumpToEnd();
    if (this.#goal) this.#reachGoal();
    else if (atEnd && this.#range.to === Infinity) this.#toEnd();
    else holdAt(this.element.current, anchors);
    if (moved) this.#measure();
    this.#look();
    const { messages, loaded } = before.conversation;
    const changed = messages !== conversation.messages || loaded !== conversation.loaded;
    if (moved || changed || (connected && !before.connected)) this.#follow();
    if (this.#sought) this.#reachSought();
  }

  jumpToEnd = () => {
    this.#goal = { seq: 0 };
    this.#sought = null;
    if (this.state.returns.length > 0) this.setState({ returns: [] });
    this.#show(rangeAtEnd(this.props.conversation, this.#most));
    this.props.onEnd();
  };

  #goToEnd = () => {
    this.jumpToEnd();
    goOn();
  };

  #jumpToUnread = () => this.#jumpTo(firstUnread(this.props.conversation).seq);

  /** To a message, from where one can go back to here. */
  #seek = async (seq) => {
    const sought = (this.#sought = { seq, from: this.#here });
    if (this.#reachSought()) return;
    const came = await this.props.seek(seq);
    this.forceUpdate(() => {
      if (this.#sought !== sought || this.#reachSought()) return;
      this.#sought = null;
      if (!came) say(explain('unreachable'));
    });
  };

  /** Once there is something around it too. */
  #reachSought() {
    const { conversation } = this.props;
    const { seq, from } = this.#sought;
    const [first, last] = rangeOf(conversation.loaded, seq) ?? [0, 0];
    if (first === last && conversation.lastSeq > 1) return false;
    this.#sought = null;
    this.#goal = { seq, found: true };
    this.setState(({ returns }) => ({ returns: [...returns, from].slice(-MOST_RETURNS) }));
    this.#show(rangeAround(conversation, seq, this.#most));
    return true;
  }

  #goBack = () => {
    const place = this.state.returns.at(-1);
    const { conversation } = this.props;
    this.#goal = place;
    this.setState(({ returns }) => ({ returns: returns.slice(0, -1) }));
    this.#show(place.seq ? rangeAround(conversation, place.seq, this.#most) : rangeAtEnd(conversation, this.#most));
    goOn();
  };

  #show(range) {
    this.#range = range;
    this.setState({});
  }

  #jumpTo(seq) {
    const { conversation, around } = this.props;
    if (!holds(conversation.loaded, seq)) {
      around(seq);
      return;
    }
    this.#goal = { seq };
    this.#show(rangeAround(conversation, seq, this.#most));
  }

  #reachGoal() {
    const element = this.element.current;
    const { seq, top, found } = this.#goal;
    this.#goal = null;
    this.#led = null;
    const divider = !found && top === undefined && seq === this.props.unreadFrom && element.querySelector('#first-unread');
    const row = seq > 0 && (divider || rowAt(element, seq));
    if (row) {
      const below = top ?? (found ? Math.max(BELOW_DAY, (element.clientHeight - row.offsetHeight) / 3) : BELOW_DAY);
      bringTo(element, row, below);
      this.#led = { row, below };
      if (found) shine(row);
      this.#look();
    } else {
      this.#toEnd();
    }
  }

  #toEnd() {
    this.element.current.scrollTop = this.element.current.scrollHeight;
    this.#look();
  }

  // Of a reader who scrolls away the browser tells a little later: what comes meanwhile takes nobody back.
  #staysAtEnd() {
    const element = this.element.current;
    return this.#atEnd && (element.scrollTop >= this.#notedAt || remaining(element) < NEAR_END);
  }

  // A reader who has scrolled since the lines were noted is not taken back.
  #resized(grown) {
    const stays = this.element.current.scrollTop === this.#notedAt;
    if (grown && stays && this.#led?.row.isConnected) {
      bringTo(this.element.current, this.#led.row, this.#led.below);
      this.#look();
      return;
    }
    if (this.#staysAtEnd()) {
      this.#toEnd();
      return;
    }
    if (stays) holdAt(this.element.current, this.#anchors);
    this.#look();
  }

  /** From now on the reader leads. */
  #stand = () => (this.#led = null);

  /** Who opens a long message reads on where it begins, at the end of the conversation too. */
  #leaveEnd = () => (this.#atEnd = false);

  /** Where the reader is: at the end or away from it, and how far down they have seen. */
  #look() {
    const element = this.element.current;
    const left = remaining(element);
    const newest = this.#range.to === Infinity;
    this.#atEnd = newest && left < NEAR_END;
    this.#anchors = anchorsOf(element);
    this.#notedAt = element.scrollTop;
    this.#hideDays();
    const away = !newest || left > 2 * NEAR_END;
    const { conversation, onPlace } = this.props;
    const shown = this.#anchors.filter(({ row }) => row.dataset.seq).map(({ row, ...more }) => ({ ...more, seq: Number(row.dataset.seq) }));
    const seen = Math.max(this.state.seen, shown.findLast(({ clear }) => clear)?.seq ?? 0, this.#atEnd ? conversation.position : 0);
    const passed = firstUnread(conversation)?.seq < shown[0]?.seq ? unreadOf(conversation) : 0;
    this.#readTracker.show(shown.filter(({ clear }) => clear).map(({ seq }) => seq));
    if (this.#atEnd || shown.length > 0) {
      this.#here = this.#atEnd ? { seq: 0 } : { seq: shown[0].seq, top: shown[0].top };
      onPlace({ ...this.#here, seen });
    }
    const goal = this.state.returns.at(-1);
    if (goal && !this.#goal && (goal.seq ? shown.some(({ seq, clear }) => seq === goal.seq && clear) : this.#atEnd)) {
      this.setState(({ returns }) => ({ returns: returns.slice(0, -1) }));
    }
    if (away !== this.state.away || seen !== this.state.seen || passed !== this.state.passed) this.setState({ away, seen, passed });
  }

  /** Moves the visible range with the reader, and asks for what is not loaded yet. */
  #follow() {
    const { scrollTop, clientHeight } = this.element.current;
    const { offsetTop: top, offsetHeight } = this.list.current;
    const bottom = top + offsetHeight;
    const nearTop = scrollTop < top + NEAR;
    const nearBottom = scrollTop + clientHeight > bottom - NEAR;
    const { from, to } = this.#range;
    if (scrollTop + clientHeight < top || scrollTop > bottom) this.#jumpTo(this.#seqAt(scrollTop, top, bottom));
    else if (!(nearTop && this.#step(up)) && !(nearBottom && this.#step(down))) {
      if (nearTop && from > 1) this.props.older(from);
      if (nearBottom && to !== Infinity) this.props.newer(to);
    }
  }

  #step(towards) {
    const range = towards(this.props.conversation, this.#range, this.#most);
    if (range === this.#range) return false;
    this.#show(range);
    return true;
  }

  /** The seq that stands for a place in the empty space above or below. */
  #seqAt(place, top, bottom) {
    const { above, below } = this.#gaps();
    const { from, to } = this.#range;
    const { position } = this.props.conversation;
    if (place < top) return 1 + Math.floor(Math.min(1, place / above) * (from - 2));
    return Math.min(position, to + 1 + Math.floor(((place - bottom) / below) * (position - to)));
  }

  /** How high the empty spaces are. */
  #gaps() {
    const { from, to } = this.#range;
    const height = (rows) => Math.min(HIGHEST_GAP, Math.max(0, rows) * this.#rowHeight);
    return { above: height(from - 1), below: to === Infinity ? 0 : height(this.props.conversation.position - to) };
  }

  #measure() {
    const rows = this.list.current.querySelectorAll('[data-key]').length;
    if (rows > 20) this.#rowHeight = this.list.current.offsetHeight / rows;
  }

  // Where something grew and nobody scrolled up, the browser may tell of an older scrolling before it tells of that.
  #onScroll = () => {
    if (!this.element.current) return; // left meanwhile
    if (this.element.current.scrollTop !== this.#notedAt) this.#stand();
    this.#showDays();
    if (this.#atEnd && this.element.current.scrollTop >= this.#notedAt) this.#toEnd();
    else this.#look();
    this.#follow();
  };

  // Where the lines are held or brought to the end, nobody looks for the day.
  #showDays() {
    const element = this.element.current;
    if (element.scrollTop !== this.#notedAt) element.classList.add('scroller--moving');
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      element.classList.remove('scroller--moving');
      this.#hideDays();
    }, REST);
  }

  #hideDays() {
    const element = this.element.current;
    if (element.classList.contains('scroller--moving')) return;
    for (const day of element.querySelectorAll('.day')) day.classList.toggle('day--over', liesOver(day));
  }

  // The browser would travel there, through all that is not loaded.
  #onKeyDown = (event) => {
    this.#stand();
    if (event.target !== this.element.current || (event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    if (event.key === 'End') this.jumpToEnd();
    else this.element.current.scrollTop = 0;
  };

  render({ conversation, pending, me, unreadFrom, row, ways, writing, loading }, state) {
    const range = (this.#range = settled(conversation, this.#range, this.#atEnd, this.#most));
    const newest = range.to === Infinity;
    const items = timelineOf({
      messages: shownIn(conversation, range),
      pending: newest ? pending : [],
      me,
      unreadFrom,
      above: beforeRange(conversation, range),
    });
    const { above, below } = this.#gaps();
    const news = state.away ? newsAbove(conversation, state.seen) : 0;
    return html`
      <div class="scroll-area">
        <div class="scroller" ref=${this.element} onScroll=${this.#onScroll} onKeyDown=${this.#onKeyDown} onPointerDown=${this.#stand} role="region" aria-label=${t('messages')} tabindex="0">
          <div class="messages" ref=${this.content}>
            <div class="beyond" style=${{ height: `${above}px` }} />
            <div class="timeline" ref=${this.list}>
              ${daysOf(items).map((day) => html`<${Day} key=${day.key} day=${day} row=${(item) => row(item, this.#leaveEnd)} />`)}
              ${newest && writing}
            </div>
            <div class="beyond" style=${{ height: `${below}px` }} />
          </div>
        </div>
        ${loading && html`<div class="spinner scroll-area__loading" role="status" aria-label=${t('loading')} />`}
        ${state.returns.length > 0 && html`<${Return} onClick=${this.#goBack} />`}
        <div class="ways">
          ${ways}
          ${state.away
            ? html`<${Jump} name="toNewest" count=${news} onClick=${this.#goToEnd} />`
            : state.passed > 0 && html`<${Jump} name="toUnread" count=${state.passed} up onClick=${this.#jumpToUnread} />`}
        </div>
      </div>
    `;
  }
}

/** Over the lower edge: to where there is something to read. */
function Jump({ name, count, up = false, onClick }) {
  return html`
    <button type="button" class=${`icon-button to-newest ${up ? 'to-newest--up' : ''}`} aria-label=${t(name)} title=${t(name)} onClick=${onClick}>
      ${count > 0 && html`<span class="badge">${count > 999 ? '999+' : count}</span>`}
      <${Icon.Down} />
    </button>
  `;
}

/** Back to where one was before one went to a message. */
function Return({ onClick }) {
  return html`<button type="button" class="button button--small to-before" onClick=${onClick}><${Icon.Reply} />${t('toBefore')}</button>`;
}

/** Shows which message it is that was gone to. */
function shine(row) {
  if (hasKeyboard()) row.querySelector('.said__more')?.focus({ preventScroll: true });
  row.classList.add('said--found');
  setTimeout(() => row.classList.remove('said--found'), SHINES);
}

function isCovered() {
  return document.querySelector('dialog[open]') !== null;
}

/** Whether the name of a day has left its place and lies over what was said. */
function liesOver(day) {
  return day.offsetTop + day.offsetHeight > day.nextElementSibling.offsetTop;
}

/** How much there is below what one sees. */
function remaining({ scrollHeight, scrollTop, clientHeight }) {
  return scrollHeight - scrollTop - clientHeight;
}

function Day({ day, row }) {
  return html`
    <section class="day-part">
      <h3 class="day">${dayName(day.time)}</h3>
      <ol>
        ${day.items.map((item) =>
          item.kind === 'unread'
            ? html`<li key=${item.key} class="new-line" id="first-unread">${t('newMessages')}</li>`
            : row(item),
        )}
      </ol>
    </section>
  `;
}

function daysOf(items) {
  const days = [];
  for (const item of items) {
    if (item.kind === 'day') days.push({ ...item, items: [] });
    else days[days.length - 1].items.push(item);
  }
  return days;
}

/** Whether something of mine waits to be sent that was written since, and not just found on the device. */
function hasNew(before, after, since) {
  const last = after[after.length - 1];
  return last?.createdAt >= since && !before.some((item) => item.clientId === last.clientId);
}

function rowAt(element, seq) {
  return [...element.querySelectorAll('[data-seq]')].find((row) => Number(row.dataset.seq) >= seq);
}
