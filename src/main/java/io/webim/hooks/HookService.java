package io.webim.hooks;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Role;
import io.webim.contract.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Decides who makes a webhook, and for what. Its bot comes first and goes last: what a crash leaves over between the two
 * is found at the next start.
 */
final class HookService {
    private static final SparseLog kept = new SparseLog(LoggerFactory.getLogger(HookService.class));
    private static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private final HookStore store;
    private final Bus bus;
    private final Optional<String> publicUrl;

    HookService(HookStore store, Bus bus, Optional<String> publicUrl) {
        this.store = store;
        this.bus = bus;
        this.publicUrl = publicUrl;
    }

    Future<Reply> create(Caller caller, CreateHook request) {
        // A proof that is worth nothing by the time it was checked makes nothing that lasts.
        var madeAt = Times.now();
        return bus.call(Address.AUTH_SESSION_CONFIRM, caller, request.proof())
                .compose(owner -> mayPost(caller, request.conversationId()))
                .compose(may ->
                        bus.call(Address.AUTH_WEBHOOK_BOT_MAKE, caller, new JsonObject().put("name", request.name())))
                .compose(bot -> create(caller, request, bot, madeAt));
    }

    private Future<Reply> create(Caller caller, CreateHook request, JsonObject bot, Instant madeAt) {
        long botId = bot.getLong("id");
        var key = Key.make();
        var hook = new Hook(0, caller.userId(), botId, request.conversationId(), request.name(), madeAt, null);
        return join(caller, request.conversationId(), bot)
                .compose(joined -> store.insert(key, hook))
                .map(id -> Reply.of(new JsonObject()
                        .put("webhook", hook.toJson().put("id", id))
                        .put("url", publicUrl.orElse(request.origin()) + "/hooks/" + key.text())))
                .recover(error -> endBot(caller, botId).transform(ended -> Future.failedFuture(error)));
    }

    /** Who may not write to a group lets no program write to it either. */
    private Future<?> mayPost(Caller caller, @Nullable Long conversationId) {
        return conversationId == null
                ? Future.succeededFuture()
                : bus.call(Address.GROUPS_GET, caller, new JsonObject().put("conversationId", conversationId))
                        .compose(group ->
                                Role.of(group.getString("role")).leads() || !"admins".equals(group.getString("mayPost"))
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                Failure.of(ErrorCode.NOT_PERMITTED, "Only admins may write here.")));
    }

    private Future<?> join(Caller caller, @Nullable Long conversationId, JsonObject bot) {
        return conversationId == null
                ? bus.call(Address.CONTACTS_ADD, caller, new JsonObject().put("username", bot.getString("username")))
                : bus.call(
                        Address.GROUPS_ADD,
                        caller,
                        new JsonObject()
                                .put("conversationId", conversationId)
                                .put("userIds", new JsonArray().add(bot.getLong("id"))));
    }

    Future<Reply> list(Caller caller) {
        return store.list(caller.userId()).map(hooks -> {
            var list = new JsonArray();
            hooks.forEach(hook -> list.add(hook.toJson()));
            return Reply.of(new JsonObject().put("webhooks", list));
        });
    }

    Future<Reply> delete(Caller caller, long id) {
        return store.own(caller.userId(), id)
                .map(found ->
                        found.orElseThrow(() -> Failure.of(ErrorCode.WEBHOOK_NOT_FOUND, "You have no such webhook.")))
                .compose(this::end)
                .map(Reply.EMPTY);
    }

    private Future<?> end(Hook hook) {
        return store.delete(hook.id()).compose(deleted -> endBot(new Caller(hook.ownerId(), 0), hook.botId()));
    }

    /** One that is gone already has ended. */
    private Future<?> endBot(Caller owner, long botId) {
        return bus.call(Address.AUTH_WEBHOOK_BOT_END, owner, new JsonObject().put("userId", botId))
                .recover(error -> error instanceof Failure failure && failure.status() == 404
                        ? Future.succeededFuture(new JsonObject())
                        : Future.failedFuture(error));
    }

    /** What has ended lets nobody in, even where this fails. */
    void forgetEnded() {
        store.ended()
                .compose(ended -> oneByOne(ended, this::end))
                .compose(done -> store.idleBots(Times.now().minus(UNDER_WAY)))
                .compose(bots -> oneByOne(bots, bot -> endBot(new Caller(bot.ownerId(), 0), bot.id())))
                .onFailure(error -> kept.warn(
                        "A webhook that has ended will be forgotten at the next start: {}", error.toString()));
    }

    private static <T> Future<?> oneByOne(List<T> all, Function<T, Future<?>> task) {
        Future<?> done = Future.succeededFuture();
        for (var one : all) {
            done = done.compose(before -> task.apply(one).mapEmpty());
        }
        return done;
    }
}
