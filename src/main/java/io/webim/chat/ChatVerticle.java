package io.webim.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Bridge;
import io.webim.bridge.Delivery;
import io.webim.bus.Bus;
import io.webim.chat.conversations.AuthorStore;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.Conversation.Kind;
import io.webim.chat.conversations.ConversationStore;
import io.webim.chat.conversations.Conversations;
import io.webim.chat.conversations.Mute;
import io.webim.chat.conversations.Postage;
import io.webim.chat.marks.MarkConversation;
import io.webim.chat.marks.MarkStore;
import io.webim.chat.marks.Marks;
import io.webim.chat.members.AddMembers;
import io.webim.chat.members.BlockStore;
import io.webim.chat.members.ChangeRole;
import io.webim.chat.members.ListBanned;
import io.webim.chat.members.ListMembers;
import io.webim.chat.members.ListReaders;
import io.webim.chat.members.MemberPages;
import io.webim.chat.members.MemberStore;
import io.webim.chat.members.MembershipStore;
import io.webim.chat.members.OfMember;
import io.webim.chat.members.PayGroup;
import io.webim.chat.members.RemoveMember;
import io.webim.chat.members.TellGroup;
import io.webim.chat.messages.Arrivals;
import io.webim.chat.messages.ChangeStore;
import io.webim.chat.messages.DeleteMessages;
import io.webim.chat.messages.DeletionLog;
import io.webim.chat.messages.DeletionStore;
import io.webim.chat.messages.DetailStore;
import io.webim.chat.messages.Details;
import io.webim.chat.messages.EditMessage;
import io.webim.chat.messages.EditStore;
import io.webim.chat.messages.FindMessage;
import io.webim.chat.messages.ForwardStore;
import io.webim.chat.messages.History;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.ListPins;
import io.webim.chat.messages.ListReactions;
import io.webim.chat.messages.ListSaved;
import io.webim.chat.messages.MessageFileStore;
import io.webim.chat.messages.MessageStore;
import io.webim.chat.messages.MessageTurns;
import io.webim.chat.messages.MessageWriter;
import io.webim.chat.messages.Orphans;
import io.webim.chat.messages.PinMessage;
import io.webim.chat.messages.PinStore;
import io.webim.chat.messages.React;
import io.webim.chat.messages.ReactionStore;
import io.webim.chat.messages.ReadHistory;
import io.webim.chat.messages.ReleasedFiles;
import io.webim.chat.messages.SaveMessage;
import io.webim.chat.messages.SavedStore;
import io.webim.chat.messages.SendMessage;
import io.webim.chat.messages.WriterMeters;
import io.webim.chat.presence.Presence;
import io.webim.chat.presence.PresenceStore;
import io.webim.chat.sync.ListMentions;
import io.webim.chat.sync.ListUnread;
import io.webim.chat.sync.PickMessages;
import io.webim.chat.sync.PickStore;
import io.webim.chat.sync.Picks;
import io.webim.chat.sync.SavedPages;
import io.webim.chat.sync.Summaries;
import io.webim.chat.sync.SummaryStore;
import io.webim.chat.sync.Sync;
import io.webim.chat.sync.SyncDevice;
import io.webim.chat.sync.SyncStore;
import io.webim.chat.sync.Unread;
import io.webim.chat.sync.UnreadMentionStore;
import io.webim.chat.sync.UnreadMentions;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Gossip;
import io.webim.contract.Reply;
import io.webim.contract.Weight;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import io.webim.sql.Pools;
import java.time.Duration;
import java.util.List;

/** Conversations, messages, states, delivery and presence. One instance: what it keeps in memory has one owner. */
public final class ChatVerticle extends VerticleBase {
    private static final int MOST_ENTRIES = 256;

    private final Duration editTime;
    private final Pools pools;
    private final Delivery delivery;
    private final Gossip gossip;
    private final Bridge bridge;
    private final RateLimits limits;
    private final MeterRegistry meters;
    private MessageWriter writer;
    private Marks marks;
    private Presence presence;

    /**
     * @param gossip with the other nodes, where there are any
     * @param bridge where clients connect; started once chat can serve them
     */
    @SuppressWarnings("NullAway.Init")
    public ChatVerticle(
            Config config,
            Pools pools,
            Delivery delivery,
            Gossip gossip,
            Bridge bridge,
            RateLimits limits,
            MeterRegistry meters) {
        this.gossip = gossip;
        this.editTime = config.messages().editing();
        this.pools = pools;
        this.delivery = delivery;
        this.bridge = bridge;
        this.limits = limits;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        var bus = new Bus(vertx);
        var files = new MessageFileStore(pools.common());
        var released = new ReleasedFiles(vertx, files, bus);
        var deletions = new DeletionStore(pools.writing(), released::look);
        var deletionLog = new DeletionLog(pools.reading());
        var messages = new HistoryStore(pools.reading());
        var history = new History(messages, deletionLog);
        var conversations = new Conversations(new ConversationStore(pools.common()), limits.of(Limit.CONTACTS), gossip);
        var arrivals = new Arrivals();
        var authors = new Authors(new AuthorStore(pools.reading()));
        var postage = new Postage(limits.of(Limit.DELIVERIES), delivery);
        // What is told of presence comes up last: it needs what is told of everything else.
        var summaries = new Summaries(
                new SummaryStore(pools.reading()),
                ids -> marks.settled(ids),
                userId -> presence.isToldOnline(userId),
                conversations::ticks);
        var announcer = new Announcer(vertx, delivery, bus, postage, summaries, gossip);
        writer = new MessageWriter(
                vertx,
                new MessageStore(pools.writing(), deletions, delivery::isOnline, conversations::renew),
                announcer::written,
                new WriterMeters(meters));
        meters.gauge("webim.message.waiting", writer, MessageWriter::waiting);
        marks = new Marks(vertx, new MarkStore(pools.writing()), writer, gossip);
        presence = new Presence(vertx, new PresenceStore(pools.common()), delivery, postage, announcer::away);
        var chat = new ChatService(
                conversations,
                arrivals,
                writer,
                announcer,
                limits.of(Limit.STRANGERS),
                postage,
                limits.of(Limit.BYTES),
                limits.of(Limit.SEARCHES),
                new BlockStore(pools.common()),
                new ForwardStore(pools.common()),
                files,
                bus);
        var reading = new ReadingService(conversations, arrivals, marks, history, authors, summaries, announcer);
        var deletion = new DeletionService(conversations, arrivals, writer, deletions, announcer, postage);
        var turns = new MessageTurns(writer, delivery::isHeard);
        var editing = new EditService(
                conversations, arrivals, turns, new EditStore(pools.writing()), announcer, postage, editTime);
        var reactions = new ReactionService(
                conversations,
                arrivals,
                turns,
                new ReactionStore(pools.writing()),
                new ReactionStore(pools.reading()),
                new ReactionNews(vertx, announcer),
                postage);
        var memberships = new Memberships(
                conversations,
                writer,
                new MembershipStore(pools.writing()),
                deletions,
                reactions,
                summaries,
                announcer,
                postage);
        var pins = new PinService(
                conversations,
                arrivals,
                turns,
                new PinStore(pools.writing()),
                messages,
                authors,
                memberships,
                announcer,
                postage);
        var pages = new MemberPages(
                conversations, new MemberStore(pools.reading()), marks::settled, presence::isToldOnline);
        var picks = new Picks(new PickStore(pools.reading()), messages, conversations, summaries, authors);
        var listingStore = new ListingStore(pools.common());
        var listings = new Listings(conversations, writer, listingStore, summaries, presence, announcer);
        var sync = new Sync(
                new SyncStore(pools.reading()),
                summaries,
                deletionLog,
                new ChangeStore(pools.reading()),
                messages,
                authors,
                presence::isToldOnline);
        var details = new Details(new DetailStore(pools.reading()), conversations, marks::settled);
        var unread = new Unread(summaries, messages, deletionLog, authors);
        bus.serve(
                Address.CHAT_FILE_SIGHT,
                fields -> fields.text("fileId", 22, 22),
                (caller, id) -> files.sight(caller.userId(), id)
                        .map(sight -> Reply.of(
                                new JsonObject().put("shown", sight.shown()).put("seen", sight.seen()))));
        serveChanges(bus, chat, reading, deletion);
        serveEditing(bus, arrivals, editing, reactions);
        bus.serve(Address.CHAT_MESSAGE_PIN, PinMessage::read, limits.written(pin -> Weight.OF_MESSAGE, pins::pin));
        bus.serve(Address.CHAT_MESSAGE_PINS, ListPins::read, arrivals.inOrder(pins::page));
        var bookmarks = new SavedStore(pools.writing());
        var saved = new SavedService(conversations, arrivals, turns, bookmarks, announcer, postage);
        var savedPages = new SavedPages(new SavedStore(pools.reading()), messages, summaries, authors);
        bus.serve(Address.CHAT_MESSAGE_SAVE, SaveMessage::read, saved::save);
        bus.serve(Address.CHAT_MESSAGE_SAVED, ListSaved::read, arrivals.inOrder(savedPages::page));
        serveReads(bus, arrivals, reading, sync, unread, details, picks);
        var mentions = new UnreadMentions(conversations, new UnreadMentionStore(pools.reading()));
        bus.serve(Address.CHAT_CONVERSATION_MENTIONS, ListMentions::read, arrivals.inOrder(mentions::page));
        serveLists(bus, arrivals, chat, listings);
        serveGroups(bus, arrivals, memberships, pages);
        bus.serve(Address.CHAT_RECEIPTS_CHANGE, fields -> fields.flag("readReceipts"), (caller, readReceipts) -> {
            conversations.keepReads(caller.userId(), !readReceipts);
            bus.publish(
                    Address.CHAT_RECEIPTS_CHANGED,
                    new JsonObject().put("userId", caller.userId()).put("readReceipts", readReceipts));
            return Future.succeededFuture(Reply.EMPTY);
        });
        bus.listen(
                Address.CHAT_RECEIPTS_CHANGED,
                changed -> conversations.keepReads(changed.getLong("userId"), !changed.getBoolean("readReceipts")));
        bus.listen(Address.NODES_MISSED, missed -> conversations.forgetReads());
        new NodeNewsListener(gossip, conversations, marks, announcer).listen();
        bus.listen(Address.CHAT_DELIVER, body -> deliver(body, postage));
        var ofDeleted = new PlacesOfDeleted(listingStore, bookmarks, memberships);
        var orphans = new Orphans(deletions);
        bus.listen(Address.AUTH_USER_DELETED, deleted -> {
            forget(ofDeleted, reactions, orphans);
        });
        bus.listen(Address.CHAT_GROUP_ENDED, ended -> orphans.erase());
        forget(ofDeleted, reactions, orphans);
        released.look();
        delivery.onPresence(presence::changed);
        return bridge.start();
    }

    /** Brings to the database what was accepted. */
    @Override
    public Future<?> stop() {
        return writer.drained().eventually(() -> marks.flush()).eventually(() -> presence.stop());
    }

    /** What deleted accounts have left over. */
    private static void forget(PlacesOfDeleted ofDeleted, ReactionService reactions, Orphans orphans) {
        ofDeleted.forget().eventually(reactions::forget).onComplete(done -> orphans.erase());
    }

    private void serveChanges(Bus bus, ChatService chat, ReadingService reading, DeletionService deletion) {
        bus.serve(Address.CHAT_MESSAGE_SEND, SendMessage::read, limits.written(SendMessage::weight, chat::send));
        bus.serve(Address.CHAT_MESSAGE_RECEIVED, MarkConversation::read, reading::received);
        bus.serve(Address.CHAT_CONVERSATION_READ, MarkConversation::read, reading::read);
        bus.serve(Address.CHAT_MESSAGE_DELETE, DeleteMessages::read, deletion::delete);
        bus.serve(
                Address.CHAT_TYPING,
                fields -> fields.id("conversationId"),
                limits.of(Limit.TYPING).of(chat::typing));
    }

    private void serveEditing(Bus bus, Arrivals arrivals, EditService editing, ReactionService reactions) {
        bus.serve(Address.CHAT_MESSAGE_EDIT, EditMessage::read, limits.written(EditMessage::weight, editing::edit));
        bus.serve(
                Address.CHAT_MESSAGE_REACT,
                React::read,
                limits.written(reaction -> Weight.OF_MESSAGE, reactions::react));
        bus.serve(Address.CHAT_MESSAGE_REACTIONS, ListReactions::read, arrivals.inOrder(reactions::page));
    }

    private void serveReads(
            Bus bus,
            Arrivals arrivals,
            ReadingService reading,
            Sync sync,
            Unread unread,
            Details details,
            Picks picks) {
        bus.serve(Address.CHAT_MESSAGE_HISTORY, ReadHistory::read, arrivals.inOrder(reading::history));
        bus.serve(Address.CHAT_MESSAGE_UNREAD, ListUnread::read, arrivals.inOrder(unread::page));
        bus.serve(Address.CHAT_MESSAGE_DETAILS, FindMessage::read, arrivals.inOrder(details::of));
        bus.serve(Address.CHAT_MESSAGE_PICK, PickMessages::read, picks::of);
        bus.serve(
                Address.CHAT_SYNC,
                SyncDevice::read,
                // What is told before it is heard of is found.
                arrivals.inOrder((Caller caller, SyncDevice device) ->
                        delivery.heard(caller.userId()).compose(heard -> sync.page(caller, device))));
    }

    /** The contact list of a user is the list of the direct conversations. */
    private void serveLists(Bus bus, Arrivals arrivals, ChatService chat, Listings listings) {
        bus.serve(Address.CONTACTS_LIST, ListContacts::read, arrivals.inOrder(listings::page));
        bus.serve(
                Address.CONTACTS_MUTE,
                Mute::read,
                arrivals.inOrder((Caller caller, Mute mute) -> listings.mute(caller, mute)));
        bus.serve(
                Address.CONVERSATIONS_SELF,
                fields -> Reply.EMPTY,
                arrivals.inOrder((Caller caller, Reply nothing) -> listings.self(caller)));
        bus.serve(Address.CONVERSATIONS_LIST, ListConversations::read, arrivals.inOrder(listings::conversations));
        bus.serve(
                Address.CONVERSATIONS_MUTE,
                MuteConversation::read,
                arrivals.inOrder((Caller caller, MuteConversation mute) -> listings.mute(caller, mute)));
        bus.serve(Address.CONVERSATIONS_NOTIFY, NotifyOf::read, arrivals.inOrder(listings::notify));
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

    /** Who comes and goes is written to the history, at the rate of messages. */
    private void serveGroups(Bus bus, Arrivals arrivals, Memberships memberships, MemberPages pages) {
        var messages = limits.of(Limit.MESSAGES);
        bus.serve(
                Address.CHAT_GROUP_MAKE,
                fields -> Kind.of(fields.oneOf("kind", "group", "channel")),
                (caller, kind) -> memberships.make(kind));
        bus.serve(Address.CHAT_MEMBERS_ADD, AddMembers::read, memberships::add);
        bus.serve(Address.CHAT_GROUP_PAY, PayGroup::read, memberships::pay);
        bus.serve(Address.CHAT_GROUP_TELL, TellGroup::read, memberships::tell);
        bus.serve(Address.GROUPS_REMOVE, RemoveMember::read, messages.of(arrivals.inOrder(memberships::remove)));
        bus.serve(
                Address.GROUPS_LEAVE,
                fields -> fields.id("conversationId"),
                messages.of(arrivals.inOrder(memberships::leave)));
        bus.serve(
                Address.GROUPS_ROLE,
                ChangeRole::read,
                limits.written(member -> Weight.OF_MESSAGE, arrivals.inOrder(memberships::role)));
        bus.serve(Address.GROUPS_UNBAN, OfMember::read, arrivals.inOrder(memberships::unban));
        bus.serve(Address.GROUPS_DELETE, fields -> fields.id("conversationId"), arrivals.inOrder(memberships::end));
        bus.serve(
                Address.GROUPS_MEMBERS,
                ListMembers::read,
                limits.of(Limit.SEARCHES).of(arrivals.inOrder(pages::members)));
        bus.serve(Address.GROUPS_BANNED, ListBanned::read, arrivals.inOrder(pages::banned));
        bus.serve(Address.CHAT_CONVERSATION_READERS, ListReaders::read, arrivals.inOrder(pages::readers));
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
