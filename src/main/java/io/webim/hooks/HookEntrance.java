package io.webim.hooks;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import io.webim.limits.Guesses;
import io.webim.limits.RateLimit;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Lets in what other programs say, and has the webhook's bot say it. */
final class HookEntrance {
    /** A use is written down no more often. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final SparseLog unnoted = new SparseLog(LoggerFactory.getLogger(HookEntrance.class));

    private final HookStore store;
    private final Bus bus;
    private final RateLimit rate;
    private final Guesses guesses;

    /**
     * @param rate of one webhook
     * @param guesses keys from one network that are none
     */
    HookEntrance(HookStore store, Bus bus, RateLimit rate, Guesses guesses) {
        this.store = store;
        this.bus = bus;
        this.rate = rate;
        this.guesses = guesses;
    }

    /** Before a body is read: whether there is such a webhook, and it may say something now. Guessing shuts out nobody. */
    Future<Reply> enter(EnterHook request) {
        var key = request.key();
        return guesses.look(key.hash(), request.network(), () -> store.find(key), HookEntrance::unknown)
                .map(hook -> {
                    rate.take(hook.id());
                    return Reply.EMPTY;
                });
    }

    Future<Reply> post(PostHook request) {
        return find(request.key())
                .compose(hook -> {
                    var text = HookText.text(request.event(), request.body(), hook.name());
                    if (!text.isEmpty()) {
                        return say(hook, request, text);
                    }
                    return request.event() == null
                            ? Future.failedFuture(Failure.invalid("text", "is empty"))
                            : Future.succeededFuture();
                })
                .map(Reply.EMPTY);
    }

    private Future<?> say(Hook hook, PostHook request, String text) {
        var message =
                new JsonObject().put("clientId", request.delivery().toString()).put("text", text);
        if (hook.conversationId() == null) {
            message.put("toUserId", hook.ownerId());
        } else {
            message.put("conversationId", hook.conversationId());
        }
        return bus.call(Address.CHAT_MESSAGE_SEND, Caller.bot(hook.botId(), hook.ownerId()), message)
                .onSuccess(said -> note(hook));
    }

    private void note(Hook hook) {
        @Nullable Instant usedAt = hook.lastUsedAt();
        if (usedAt == null || usedAt.isBefore(Times.now().minus(USE))) {
            store.used(hook.id())
                    .onFailure(error ->
                            unnoted.warn("That the webhook {} was used is not noted: {}", hook.id(), error.toString()));
        }
    }

    private Future<Hook> find(Key key) {
        return store.find(key).map(found -> found.orElseThrow(HookEntrance::unknown));
    }

    private static Failure unknown() {
        return Failure.of(ErrorCode.WEBHOOK_NOT_FOUND, "There is no such webhook.");
    }
}
