package io.webim.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.webim.Config;
import io.webim.Pools;
import io.webim.bus.Bus;
import io.webim.chat.bridge.Bridge;
import io.webim.chat.bridge.Delivery;
import io.webim.contract.Address;
import io.webim.contract.DeleteMessages;
import io.webim.contract.FindMessage;
import io.webim.contract.ListUnread;
import io.webim.contract.MarkConversation;
import io.webim.contract.ReadHistory;
import io.webim.contract.SendMessage;
import io.webim.contract.SyncDevice;
import io.webim.contract.Weight;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.util.List;

/** Conversations, messages, states, delivery and presence. One instance: what it keeps in memory has one owner. */
public final class ChatVerticle extends VerticleBase {
    private static final int MOST_ENTRIES = 256;

    private final Pools pools;
    private final Delivery delivery;
    private final Bridge bridge;
    private final RateLimits limits;
    private final MeterRegistry meters;
    private MessageWriter writer;
    private Marks marks;
    private Presence presence;

    /** @param bridge where clients connect; started and stopped with this verticle */
    @SuppressWarnings("NullAway.Init")
    public ChatVerticle(
            Config config, Pools pools, Delivery delivery, Bridge bridge, RateLimits limits, MeterRegistry meters) {
        this.pools = pools;
        this.delivery = delivery;
        this.bridge = bridge;
        this.limits = limits;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var deletions = new DeletionStore(pools.writing());
        var deletionLog = new DeletionLog(pools.reading());
        var messages = new HistoryStore(pools.reading());
        var history = new History(messages, deletionLog);
        var conversations = new Conversations(new ConversationStore(pools.common()), limits.of(Limit.CONTACTS));
        var arrivals = new Arrivals();
        var postage = new Postage(limits.of(Limit.DELIVERIES), delivery);
        // What is told of presence comes up last: it needs what is told of everything else.
        var summaries = new Summaries(
                new SummaryStore(pools.reading()), ids -> marks.settled(ids), userId -> presence.isToldOnline(userId));
        var announcer = new Announcer(vertx, delivery, bus, postage, summaries);
        writer = new MessageWriter(
                vertx,
                new MessageStore(pools.writing(), deletions, delivery::isOnline),
                announcer::written,
                new WriterMeters(meters));
        meters.gauge("webim.message.waiting", writer, MessageWriter::waiting);
        marks = new Marks(vertx, new MarkStore(pools.writing()), writer);
        presence = new Presence(vertx, new PresenceStore(pools.common()), delivery, postage, announcer::away);
        var chat =
                new ChatService(conversations, arrivals, writer, announcer, limits.of(Limit.STRANGERS), postage, bus);
        var reading = new ReadingService(conversations, arrivals, marks, history, summaries, announcer);
        var deletion = new DeletionService(conversations, arrivals, writer, deletions, announcer, postage);
        var listingStore = new ListingStore(pools.common());
        var listings = new Listings(conversations, writer, listingStore, summaries, presence, announcer);
        var sync = new Sync(new SyncStore(pools.reading()), summaries, deletionLog, messages, presence::isToldOnline);
        var details = new Details(new DetailStore(pools.reading()), conversations, marks::settled);
        var unread = new Unread(summaries, messages, deletionLog);
        serveChanges(bus, chat, reading, deletion);
        serveReads(bus, arrivals, reading, sync, unread, details);
        serveLists(bus, arrivals, chat, listings);
        bus.listen(Address.CHAT_DELIVER, body -> deliver(body, postage));
        var leavers = new Leavers(listingStore);
        var orphans = new Orphans(deletions);
        bus.listen(Address.AUTH_USER_DELETED, deleted -> {
            leavers.forget();
            orphans.erase();
        });
        leavers.forget();
        orphans.erase();
        delivery.onPresence(presence::changed);
        return bridge.start();
    }

    /** Tells the sockets, then brings to the database what was accepted. */
    @Override
    public Future<?> stop() {
        return bridge.stop()
                .eventually(() -> writer.drained())
                .eventually(() -> marks.flush())
                .eventually(() -> presence.stop());
    }

    private void serveChanges(Bus bus, ChatService chat, ReadingService reading, DeletionService deletion) {
        bus.serve(
                Address.CHAT_MESSAGE_SEND,
                SendMessage::read,
                limits.of(Limit.MESSAGES).of(limits.of(Limit.BYTES).of(SendMessage::weight, chat::send)));
        bus.serve(Address.CHAT_MESSAGE_RECEIVED, MarkConversation::read, reading::received);
        bus.serve(Address.CHAT_CONVERSATION_READ, MarkConversation::read, reading::read);
        bus.serve(Address.CHAT_MESSAGE_DELETE, DeleteMessages::read, deletion::delete);
        bus.serve(
                Address.CHAT_TYPING,
                fields -> fields.id("conversationId"),
                limits.of(Limit.TYPING).of(chat::typing));
    }

    private static void serveReads(
            Bus bus, Arrivals arrivals, ReadingService reading, Sync sync, Unread unread, Details details) {
        bus.serve(Address.CHAT_MESSAGE_HISTORY, ReadHistory::read, arrivals.inOrder(reading::history));
        bus.serve(Address.CHAT_MESSAGE_UNREAD, ListUnread::read, arrivals.inOrder(unread::page));
        bus.serve(Address.CHAT_MESSAGE_DETAILS, FindMessage::read, arrivals.inOrder(details::of));
        bus.serve(Address.CHAT_SYNC, SyncDevice::read, arrivals.inOrder(sync::page));
    }

    /** The contact list of a user is the list of the direct conversations. */
    private void serveLists(Bus bus, Arrivals arrivals, ChatService chat, Listings listings) {
        bus.serve(Address.CONTACTS_LIST, ListContacts::read, arrivals.inOrder(listings::page));
        bus.serve(Address.CONTACTS_MUTE, Mute::read, arrivals.inOrder(listings::mute));
        bus.serve(
                Address.CHAT_CONVERSATION_OPEN,
                fields -> fields.id("userId"),
                arrivals.inOrder(
                        (caller, peerId) -> chat.open(caller, peerId, presence.isToldOnline(caller.userId()))));
        bus.serve(
                Address.CHAT_CONVERSATION_ENTRIES,
                fields -> fields.ids("conversationIds", MOST_ENTRIES),
                arrivals.inOrder(listings::entries));
        bus.serve(Address.CHAT_CONVERSATION_CHANGE, Listings.Change::read, arrivals.inOrder(listings::change));
    }

    private void deliver(JsonObject told, Postage postage) {
        long userId = told.getLong("userId");
        var event = told.getJsonObject("event");
        if (told.containsKey("by")) {
            postage.oweState(told.getLong("by"), Weight.of(event), List.of(userId));
        }
        delivery.deliver(userId, event);
    }
}
