package io.webim.bridge;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bridge.Networks.Network;
import io.webim.contract.Access;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Event;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Scope;
import io.webim.limits.Admission;
import io.webim.limits.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One socket, whatever its transport: who it is, what it may do, what it was promised. Runs on the socket's own
 * context; only what is said to be safe may be called from elsewhere.
 */
final class ClientSession {
    /** As every client writes it; thousands of idle sockets send nothing else. */
    private static final Buffer PING = Buffer.buffer("{\"type\":\"ping\"}");
    /** A login has a few hundred bytes. */
    static final int LOGIN_BYTES = 4 << 10;
    /** Whoever is refused for that long, and goes on, is closed. */
    private static final long EXCESS_MILLIS = 10_000;

    private final Sockets sockets;
    private final Wire wire;
    private final ContextInternal context;
    private final Network network;
    private final Turns turns = new Turns();
    private final Unanswered unanswered;

    private volatile Access access = Access.NONE;
    private volatile long deadline;
    private volatile boolean registered;
    private volatile boolean aliased;
    private volatile boolean hidden;
    private volatile boolean closed;
    /** The feed that it has opened. */
    private volatile @Nullable FeedTap feed;

    private long expiry;
    private boolean loggingIn;
    /** What came after a frame whose headers say who it is; as many as there may be before a login. */
    private @Nullable List<Frame> untilLogin;

    private int pendingFrames;
    private int pendingBytes;
    private int faults;
    private int unnamed;
    private int excess;
    private long excessSince;

    ClientSession(Sockets sockets, Wire wire, Context context, Network network) {
        this.sockets = sockets;
        this.wire = wire;
        this.context = (ContextInternal) context;
        this.network = network;
        this.unanswered =
                new Unanswered(sockets.limits().inFlight(), sockets.limits().confirmations());
        this.deadline = sockets.clock().millis() + sockets.limits().loginTime();
    }

    /** Safe from any thread. */
    Caller caller() {
        return access.caller();
    }

    /** What ends it together with its token; safe from any thread. */
    long accessKey() {
        return access.key();
    }

    /** Whether it was opened with the token of a bot. */
    boolean hasToken() {
        return isLoggedIn() && caller().sessionId() == 0;
    }

    /** Whether events are wanted; changed by {@link Delivery} alone, safe from any thread. */
    boolean isRegistered() {
        return registered;
    }

    /** Whether events come under the one address that is the same for all; safe from any thread. */
    boolean isAliased() {
        return aliased;
    }

    /** The name under which events come; safe from any thread. */
    String inbox() {
        return aliased ? Address.OWN_INBOX : Address.inbox(caller().userId());
    }

    void setRegistered(boolean registered) {
        this.registered = registered;
    }

    /** Whether events are wanted and, as far as is known, seen by somebody; safe from any thread. */
    boolean isWatched() {
        return registered && !hidden;
    }

    /** When this socket is to be looked at again; safe from any thread. */
    long deadline() {
        return deadline;
    }

    /** Where it comes from. */
    Network network() {
        return network;
    }

    Wire wire() {
        return wire;
    }

    Limits limits() {
        return sockets.limits();
    }

    /** The longest frame that may come now: strangers have none to send but a login. */
    int frameBytes() {
        return isLoggedIn() ? limits().frameBytes() : LOGIN_BYTES;
    }

    Packet.Format format() {
        return wire.format();
    }

    /** Runs something on this socket's context; safe from any thread. */
    void run(Runnable task) {
        context.runOnContext(go -> task.run());
    }

    /** On which all of this socket's tasks run; safe from any thread. */
    EventLoop loop() {
        return context.nettyEventLoop();
    }

    // What comes in

    void receive(Buffer bytes) {
        if (closed) {
            return;
        }
        if (bytes.length() > frameBytes()) {
            receiveTooLarge();
            return;
        }
        heard();
        var refusal = charge(bytes.length());
        if (refusal != null) {
            refuseExcess(bytes, refusal);
        } else if (bytes.equals(PING)) {
            wire.pong();
        } else {
            receiveFrame(bytes);
        }
    }

    /** What is no frame of ours by itself, a fragment or a ping of the transport, costs as one. */
    void receivePart() {
        receivePart(0);
    }

    /** The same of so many bytes. */
    void receivePart(int bytes) {
        if (!closed && charge(bytes) != null) {
            exceed(bytes);
        }
    }

    private void receiveFrame(Buffer bytes) {
        try {
            receiveKnown(Frame.read(bytes));
        } catch (Failure malformed) {
            fault(null, malformed);
        }
    }

    /** A client that only says in its headers who it is: what it sends waits until that is known. */
    private void receiveKnown(Frame frame) {
        if (untilLogin != null) {
            untilLogin.add(frame);
        } else if (isLoggedIn() || loggingIn || frame.token() == null || frame.isLogin()) {
            receive(frame);
        } else {
            var waiting = new ArrayList<>(List.of(frame));
            untilLogin = waiting;
            login(frame.token()).onComplete(done -> {
                untilLogin = null;
                waiting.forEach(done.succeeded() ? this::receive : late -> refuseSend(late, refusalOf(done.cause())));
            });
        }
    }

    private static Failure refusalOf(Throwable error) {
        return error instanceof Failure known ? known : Failure.internal();
    }

    /** Every frame costs, whatever is in it: its user, or the few that a socket has before it is known whose it is. */
    private @Nullable Failure charge(int bytes) {
        try {
            if (isLoggedIn()) {
                sockets.admission().pay(caller().payer(), bytes);
            } else if (++unnamed > limits().faults()) {
                close(CloseReason.TOO_MANY_FAULTS);
            }
            return null;
        } catch (Failure refused) {
            return refused;
        }
    }

    private void refuseExcess(Buffer bytes, Failure refusal) {
        refuse(awaited(bytes), refusal);
        exceed(bytes.length());
    }

    private void exceed(int bytes) {
        long now = sockets.clock().millis();
        if (now - excessSince > EXCESS_MILLIS) {
            excessSince = now;
            excess = 0;
        }
        excess += Admission.costOf(bytes);
        if (excess > limits().faults()) {
            close(CloseReason.TOO_MANY_REQUESTS);
        }
    }

    private static @Nullable String awaited(Buffer bytes) {
        try {
            var frame = Frame.read(bytes);
            return frame.replyAddress() == null ? frame.address() : frame.replyAddress();
        } catch (Failure malformed) {
            return null;
        }
    }

    /** A frame that was too long to be kept. */
    void receiveTooLarge() {
        refuse(null, CloseReason.FRAME_TOO_LARGE.failure());
        close(CloseReason.FRAME_TOO_LARGE);
    }

    private void receive(Frame frame) {
        var address = frame.address();
        switch (frame.type()) {
            case "ping" -> wire.pong();
            case "send" -> {
                if (address == null) {
                    fault(frame.replyAddress(), Refusal.NO_ADDRESS.failure());
                } else {
                    receiveSend(frame, address);
                }
            }
            case "register" -> changeRegistration(address, true);
            case "unregister" -> changeRegistration(address, false);
            case "publish" ->
                refuse(address, isLoggedIn() ? Refusal.NO_PUBLISH.failure() : Refusal.NOT_LOGGED_IN.failure());
            default ->
                fault(frame.replyAddress() == null ? address : frame.replyAddress(), Refusal.UNKNOWN_TYPE.failure());
        }
    }

    private void receiveSend(Frame frame, String address) {
        var target = Address.ofClients(address);
        var refusal = refusalOf(frame, target);
        if (target == null || refusal != null) {
            refuseSend(frame, (refusal == null ? Refusal.ACCESS_DENIED : refusal).failure());
        } else if (target == Address.AUTH_SOCKET_OPEN) {
            answer(frame, target, login(frame.ownToken()));
        } else if (isClosedTo(frame, target)) {
            faults = 0;
        } else if (target == Address.CHAT_VISIBILITY) {
            answer(frame, target, show(new Fields(bodyOf(frame))));
        } else {
            faults = 0;
            answer(frame, target, ask(target, bodyOf(frame)));
        }
    }

    private Future<JsonObject> ask(Address target, JsonObject body) {
        return switch (target) {
            case FEED_OPEN ->
                admitted(target, () -> call(target, caller(), body)).onSuccess(opened -> openFeed(body, opened));
            case FEED_ACK -> acknowledge(body);
            default -> admitted(target, () -> call(target, caller(), body)).map(access::shown);
        };
    }

    // The feed

    /** One that was open before is open no more. What stands in it comes behind the answer. */
    private void openFeed(JsonObject body, JsonObject opened) {
        endFeed();
        if (closed) {
            return;
        }
        var opening = new FeedTap(
                sockets,
                caller(),
                body.getString("consumer", ""),
                opened,
                this::tellOfFeed,
                failure -> refuse(Address.FEED_OPEN.text(), failure));
        feed = opening;
        run(opening::look);
    }

    private void endFeed() {
        var open = feed;
        if (open != null) {
            open.end();
        }
    }

    private Future<JsonObject> acknowledge(JsonObject body) {
        var open = feed;
        if (open == null) {
            return Future.failedFuture(Refusal.NO_FEED.failure());
        }
        var request = body.copy();
        request.remove("consumer");
        if (!open.consumer().isEmpty()) {
            request.put("consumer", open.consumer());
        }
        return admitted(Address.FEED_ACK, () -> call(Address.FEED_ACK, caller(), request))
                .onSuccess(done -> open.acknowledged(body.getString("cursor")));
    }

    /** Done once the last of them is written. */
    private Future<Void> tellOfFeed(JsonArray events) {
        if (events.isEmpty() || closed) {
            return Future.succeededFuture();
        }
        Promise<Void> written = context.promise();
        for (int i = 0; i < events.size(); i++) {
            var event = Event.feedEvent(events.getJsonObject(i)).encode();
            send(format().delivery(inbox(), event), i + 1 == events.size() ? written::tryComplete : () -> {});
        }
        return written.future();
    }

    /** There may be more in the feed that it has opened, if any; safe from any thread. */
    void feedGrew() {
        var open = feed;
        if (open != null) {
            run(open::look);
        }
    }

    /** The same where nothing was heard of it for a while. */
    void lookIntoFeed(long now) {
        var open = feed;
        if (open != null && open.isDue(now)) {
            run(open::look);
        }
    }

    /** Tells the bot whose token is not for it. */
    private boolean isClosedTo(Frame frame, Address address) {
        var refusal = access.refusal(address.scope());
        if (refusal == null) {
            refusal = access.refusal(bodyOf(frame));
        }
        if (refusal != null) {
            refuseSend(frame, refusal);
        }
        return refusal != null;
    }

    private Future<JsonObject> admitted(Address address, Supplier<Future<JsonObject>> operation) {
        return sockets.admission().run(caller().payer(), address, turns, operation);
    }

    /** Nobody waits any more for what a socket has asked that is gone before its turn. */
    private Future<JsonObject> call(Address address, Caller caller, JsonObject body) {
        return closed
                ? Future.failedFuture(Refusal.NOT_LOGGED_IN.failure())
                : sockets.bus().call(address, caller, body);
    }

    private Future<JsonObject> show(Fields fields) {
        try {
            boolean visible = fields.requiredFlag("visible");
            fields.verify();
            hidden = !visible;
            sockets.delivery().watched(this);
            return Future.succeededFuture(new JsonObject());
        } catch (Failure refused) {
            return Future.failedFuture(refused);
        }
    }

    private @Nullable Refusal refusalOf(Frame frame, @Nullable Address address) {
        boolean login = address == Address.AUTH_SOCKET_OPEN;
        if (!isLoggedIn() && !login) {
            return Refusal.NOT_LOGGED_IN;
        }
        if (login && loggingIn) {
            return Refusal.LOGIN_PENDING;
        }
        if (address == null) {
            return Refusal.ACCESS_DENIED;
        }
        if (frame.body() != null && !(frame.body() instanceof JsonObject)) {
            return Refusal.NO_OBJECT;
        }
        return unanswered.isFullFor(address, bodyOf(frame)) ? Refusal.BUSY : null;
    }

    private static JsonObject bodyOf(Frame frame) {
        return frame.body() instanceof JsonObject body ? body : new JsonObject();
    }

    /**
     * What is no inbox hears nothing, and is not answered: clients of Vert.x register the addresses of their replies, and
     * would take a refusal for the reply.
     */
    private void changeRegistration(@Nullable String address, boolean wanted) {
        if (address == null) {
            fault(null, Refusal.NO_ADDRESS.failure());
        } else if (Address.isInbox(address)) {
            changeInbox(address, wanted);
        }
    }

    private void changeInbox(String address, boolean wanted) {
        if (!isLoggedIn()) {
            refuse(address, Refusal.NOT_LOGGED_IN.failure());
        } else if (!address.equals(Address.OWN_INBOX) && !address.equals(Address.inbox(caller().userId()))) {
            refuse(address, Refusal.ACCESS_DENIED.failure());
        } else {
            var refusal = access.refusal(Scope.MESSAGES_READ);
            if (refusal == null) {
                changeRegistration(address.equals(Address.OWN_INBOX), wanted);
            } else {
                refuse(address, refusal);
            }
        }
    }

    /** Events come under the name that was registered last; who ends the other one changes nothing. */
    private void changeRegistration(boolean byAlias, boolean wanted) {
        if (wanted) {
            aliased = byAlias;
        } else if (aliased != byAlias) {
            return;
        }
        sockets.delivery().register(this, wanted);
    }

    // Login

    private Future<JsonObject> login(@Nullable Object accessToken) {
        loggingIn = true;
        var token = new JsonObject().put("accessToken", accessToken).put("network", network.name());
        Supplier<Future<JsonObject>> verify = () -> call(Address.AUTH_TOKEN_VERIFY, Caller.NOBODY, token);
        var verified = isLoggedIn() ? admitted(Address.AUTH_SOCKET_OPEN, verify) : verify.get();
        return verified.compose(this::open).onComplete(done -> loggingIn = false);
    }

    private Future<JsonObject> open(JsonObject verified) {
        var named = Access.of(verified);
        if (closed || (isLoggedIn() && !named.equals(access))) {
            return Future.failedFuture(Refusal.OTHER_SESSION.failure());
        }
        if (!isLoggedIn()) {
            // Before, it was not known whose it would be.
            sockets.admission().pay(named.caller().payer(), Address.AUTH_SOCKET_OPEN);
            access = named;
            sockets.loggedIn(this);
        }
        expiry = sockets.clock().millis() + verified.getLong("expiresIn") * 1_000;
        heard();
        var reply = verified.copy();
        reply.remove("ownerId");
        return Future.succeededFuture(
                reply.put("pingInterval", limits().pingInterval()).put("editSeconds", limits().editSeconds()));
    }

    private boolean isLoggedIn() {
        return caller().userId() != 0;
    }

    /** Any frame is a sign of life, but only a login can lift the time to log in. */
    private void heard() {
        if (isLoggedIn()) {
            deadline = Math.min(expiry, sockets.clock().millis() + limits().silence());
        }
    }

    // What goes out

    private void answer(Frame frame, Address address, Future<JsonObject> result) {
        var replyAddress = frame.replyAddress();
        var answered = unanswered.enter(address, bodyOf(frame));
        result.onComplete(
                reply -> {
                    answered.run();
                    if (replyAddress != null) {
                        send(format().reply(replyAddress, reply.encode()));
                    }
                },
                error -> {
                    answered.run();
                    if (replyAddress != null) {
                        refuseSend(frame, refusalOf(error));
                    }
                });
    }

    private void fault(@Nullable String address, Failure failure) {
        refuse(address, failure);
        if (++faults > limits().faults()) {
            close(CloseReason.TOO_MANY_FAULTS);
        }
    }

    private void refuse(@Nullable String address, Failure failure) {
        send(format().pack(ErrFrame.json(address, failure).encode()));
    }

    /** Tells it where the answer is awaited. */
    private void refuseSend(Frame frame, Failure failure) {
        send(format().pack(ErrFrame.json(frame.replyAddress(), frame.address(), failure)
                .encode()));
    }

    /** Sends it in the name of this socket; to be called on its event loop, in whatever context. */
    void deliver(Packet packet) {
        context.dispatch(packet, this::send);
    }

    void send(Packet packet) {
        send(packet, () -> {});
    }

    private void send(Packet packet, Runnable written) {
        if (closed) {
            return;
        }
        if (pendingFrames >= limits().pendingFrames()
                // One alone, however large, says nothing of how fast the client reads.
                || (pendingFrames > 0 && pendingBytes + packet.size() > limits().pendingBytes())) {
            close(CloseReason.TOO_SLOW);
            return;
        }
        pendingFrames++;
        pendingBytes += packet.size();
        wire.write(packet, () -> {
            pendingFrames--;
            pendingBytes -= packet.size();
            written.run();
        });
    }

    // The end

    /** Looks at the deadline again: frames may have moved it since someone else looked. */
    void checkDeadline() {
        long now = sockets.clock().millis();
        if (now < deadline) {
            return;
        }
        close(
                !isLoggedIn()
                        ? CloseReason.LOGIN_TIMEOUT
                        : now >= expiry ? CloseReason.TOKEN_EXPIRED : CloseReason.SILENT);
    }

    Future<Void> close(CloseReason reason) {
        if (closed) {
            return Future.succeededFuture();
        }
        gone();
        if (reason == CloseReason.TOO_SLOW) {
            wire.cut();
            return Future.succeededFuture();
        }
        return wire.close(reason);
    }

    /** The transport says that the socket has closed; may be said more than once. */
    void gone() {
        if (!closed) {
            closed = true;
            endFeed();
            sockets.closed(this);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
