package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.webim.auth.BotStore.Found;
import io.webim.auth.BotStore.Listed;
import io.webim.bus.SparseLog;
import io.webim.contract.Caller;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Scope;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.limits.Guesses;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Decides about bots: whose they are, by which tokens their programs come in, and what ends these. */
final class BotService {
    /** Of one person. */
    static final int MOST_BOTS = 20;

    static final int MOST_WEBHOOKS = 50;
    /** Of one bot. */
    static final int MOST_TOKENS = 20;

    private static final String SERVICE = "service";
    private static final String WEBHOOK = "webhook";
    private static final String NOTICE = "notice";
    private static final String NOTICE_NAME = "webim";
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final String SIGNS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int NAME_SIGNS = 10;
    private static final SparseLog unnoted = new SparseLog(LoggerFactory.getLogger(BotService.class));

    private final AccountStore accounts;
    private final BotStore bots;
    private final Ownership ownership;
    private final Revocations revocations;
    private final Guesses guesses;
    private final BotEndings endings;
    private final SecureRandom random = new SecureRandom();

    /** @param guesses tokens from one network that are none */
    BotService(
            AccountStore accounts,
            BotStore bots,
            Ownership ownership,
            Revocations revocations,
            Guesses guesses,
            BotEndings endings) {
        this.accounts = accounts;
        this.bots = bots;
        this.ownership = ownership;
        this.revocations = revocations;
        this.guesses = guesses;
        this.endings = endings;
    }

    Future<Reply> create(Caller caller, CreateBot request) {
        return ownership
                .confirm(caller, request.owner())
                .compose(owner -> make(caller, SERVICE, MOST_BOTS, request.username(), request.displayName()))
                .map(bot -> {
                    Audit.event("bot.created")
                            .of(caller)
                            .from(request.owner().remoteAddress())
                            .with("botId", bot.id())
                            .with("username", bot.username())
                            .write();
                    return Reply.of(new JsonObject().put("bot", bot.toJson()));
                });
    }

    /** For a webhook, under a name of nobody's. */
    Future<Reply> makeForWebhook(Caller caller, String name) {
        return make(caller, WEBHOOK, MOST_WEBHOOKS, freshName("hook-"), name).map(bot -> bot);
    }

    private String freshName(String stem) {
        var username = new StringBuilder(stem);
        random.ints(NAME_SIGNS, 0, SIGNS.length()).mapToObj(SIGNS::charAt).forEach(username::append);
        return username.toString();
    }

    /** The one by which the server tells the caller something, made when it is first wanted. */
    Future<Reply> notice(Caller caller) {
        return bots.first(caller.userId(), NOTICE)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get().toJson().put("created", false))
                        : make(caller, NOTICE, 1, freshName("webim-"), NOTICE_NAME)
                                .map(made -> made.toJson().put("created", true)))
                .map(Reply::of);
    }

    /** Under the lock of its owner: two at once would each find room for itself. */
    private Future<User> make(Caller caller, String kind, int most, String username, String displayName) {
        return accounts.inTransaction(connection -> accounts.lock(connection, caller.userId())
                        .map(Confirmation::orGone)
                        .compose(owner -> bots.count(connection, owner.id(), kind))
                        .compose(count -> count < most
                                ? bots.insert(connection, caller.userId(), kind, username, displayName)
                                : Future.failedFuture(
                                        Failure.of(ErrorCode.TOO_MANY_BOTS, "You have " + most + " already.")))
                        .map(id -> new User(id, username, displayName, null, true)))
                .recover(AccountStore::refusedWhereTaken);
    }

    Future<Reply> list(Caller caller) {
        return bots.list(caller.userId(), SERVICE).map(list -> {
            var users = new JsonArray();
            list.forEach(bot -> users.add(bot.toJson()));
            return Reply.of(new JsonObject().put("bots", users));
        });
    }

    Future<Reply> delete(Caller caller, DeleteBot request) {
        return end(caller, SERVICE, request.botId())
                .onSuccess(ended -> Audit.event("bot.deleted")
                        .of(caller)
                        .from(request.remoteAddress())
                        .with("botId", request.botId())
                        .write());
    }

    Future<Reply> endForWebhook(Caller caller, long botId) {
        return end(caller, WEBHOOK, botId);
    }

    private Future<Reply> end(Caller caller, String kind, long botId) {
        return accounts.inTransaction(connection ->
                        own(connection, caller, kind, botId).compose(own -> endings.end(connection, List.of(botId))))
                .map(ended -> {
                    endings.ended(ended);
                    return Reply.EMPTY;
                });
    }

    Future<Reply> createToken(Caller caller, CreateBotToken request) {
        // A proof that is worth nothing by the time it was checked makes nothing that lasts.
        var madeAt = Times.now();
        var token = BotToken.make();
        return ownership
                .confirm(caller, request.owner())
                .compose(owner -> accounts.inTransaction(connection -> own(connection, caller, SERVICE, request.botId())
                        .compose(own -> bots.countTokens(connection, request.botId()))
                        .compose(count -> count < MOST_TOKENS
                                ? bots.insertToken(connection, request, token, madeAt)
                                : Future.failedFuture(Failure.of(
                                        ErrorCode.TOO_MANY_TOKENS, "The bot has " + MOST_TOKENS + " already.")))))
                .map(id -> {
                    Audit.event("bot_token.created")
                            .of(caller)
                            .from(request.owner().remoteAddress())
                            .with("botId", request.botId())
                            .with("tokenId", id)
                            .with("scopes", Scope.join(request.scopes()))
                            .write();
                    return Reply.of(new JsonObject().put("token", token.text()).put("tokenId", id));
                });
    }

    Future<Reply> listTokens(Caller caller, long botId) {
        return accounts.inTransaction(connection -> own(connection, caller, SERVICE, botId))
                .compose(own -> bots.tokens(botId))
                .map(tokens -> {
                    var list = new JsonArray();
                    tokens.forEach(token -> list.add(toJson(token)));
                    return Reply.of(new JsonObject().put("tokens", list));
                });
    }

    Future<Reply> revokeToken(Caller caller, RevokeBotToken request) {
        return accounts.inTransaction(connection -> own(connection, caller, SERVICE, request.botId())
                        .compose(own -> bots.revoke(connection, request.botId(), request.tokenId())))
                .map(revoked -> {
                    if (!revoked) {
                        throw Failure.of(ErrorCode.TOKEN_NOT_FOUND, "The bot has no such token.");
                    }
                    revocations.revokeTokens(request.botId(), List.of(request.tokenId()));
                    Audit.event("bot_token.revoked")
                            .of(caller)
                            .from(request.remoteAddress())
                            .with("botId", request.botId())
                            .with("tokenId", request.tokenId())
                            .write();
                    return Reply.EMPTY;
                });
    }

    /**
     * As {@link Tokens#verify} does for people. Whoever tries many that are none is told to wait; whoever has a good one is
     * let in all the same, though others of the network guess.
     */
    Future<Reply> verify(VerifyToken request) {
        return BotToken.parse(request.text())
                .map(token -> find(token, request.network()))
                .orElseGet(() -> Future.failedFuture(Tokens.refused()))
                .map(found -> {
                    if (found.isUsedAnew()) {
                        bots.used(found.id())
                                .onFailure(error -> unnoted.warn(
                                        "That the token {} was used is not noted: {}", found.id(), error.toString()));
                    }
                    return verified(found);
                });
    }

    private Future<Found> find(BotToken token, String network) {
        return guesses.look(token.hash(), network, () -> bots.find(token), Tokens::refused);
    }

    private static Reply verified(Found found) {
        return Reply.of(new JsonObject()
                .put("userId", found.botId())
                .put("sessionId", 0)
                .put("ownerId", found.ownerId())
                .put("expiresIn", expiresIn(found.expiresAt()))
                .put("tokenId", found.id())
                .put("scopes", texts(found.scopes())));
    }

    private static long expiresIn(@Nullable Instant expiresAt) {
        return expiresAt == null
                ? LIFETIME.toSeconds()
                : Math.min(
                        LIFETIME.toSeconds(),
                        Duration.between(Instant.now(), expiresAt).toSeconds());
    }

    private Future<Void> own(SqlConnection connection, Caller caller, String kind, long botId) {
        return bots.lock(connection, caller.userId(), kind, botId)
                .compose(own -> own
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.of(ErrorCode.USER_NOT_FOUND, "You have no such bot.")));
    }

    private static JsonObject toJson(Listed token) {
        var json = new JsonObject()
                .put("tokenId", token.id())
                .put("name", token.name())
                .put("scopes", texts(token.scopes()))
                .put("createdAt", Times.iso(token.createdAt()));
        if (token.expiresAt() != null) {
            json.put("expiresAt", Times.iso(token.expiresAt()));
        }
        return token.lastUsedAt() == null ? json : json.put("lastUsedAt", Times.iso(token.lastUsedAt()));
    }

    private static JsonArray texts(Set<Scope> scopes) {
        var texts = new JsonArray();
        scopes.stream().sorted().map(Scope::text).forEach(texts::add);
        return texts;
    }
}
