package io.webim.auth;

import static io.webim.contract.Address.AUTH_BOT_CREATE;
import static io.webim.contract.Address.AUTH_BOT_DELETE;
import static io.webim.contract.Address.AUTH_BOT_LIST;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_CREATE;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_LIST;
import static io.webim.contract.Address.AUTH_BOT_TOKEN_REVOKE;
import static io.webim.contract.Address.AUTH_HEALTH;
import static io.webim.contract.Address.AUTH_LINK_MAKE;
import static io.webim.contract.Address.AUTH_LINK_VERIFY;
import static io.webim.contract.Address.AUTH_NOTICE_BOT;
import static io.webim.contract.Address.AUTH_PASSKEY_ADD;
import static io.webim.contract.Address.AUTH_PASSKEY_BEGIN;
import static io.webim.contract.Address.AUTH_PASSKEY_REMOVE;
import static io.webim.contract.Address.AUTH_PASSWORD_CHANGE;
import static io.webim.contract.Address.AUTH_RECOVERY_CODES_RENEW;
import static io.webim.contract.Address.AUTH_SECOND_FACTOR_GET;
import static io.webim.contract.Address.AUTH_SESSION_COMPLETE;
import static io.webim.contract.Address.AUTH_SESSION_CONFIRM;
import static io.webim.contract.Address.AUTH_SESSION_CREATE;
import static io.webim.contract.Address.AUTH_SESSION_LIST;
import static io.webim.contract.Address.AUTH_SESSION_REFRESH;
import static io.webim.contract.Address.AUTH_SESSION_REVOKE;
import static io.webim.contract.Address.AUTH_SESSION_REVOKED;
import static io.webim.contract.Address.AUTH_SESSION_REVOKE_OTHERS;
import static io.webim.contract.Address.AUTH_SESSION_UNDO;
import static io.webim.contract.Address.AUTH_TOKEN_VERIFY;
import static io.webim.contract.Address.AUTH_TOTP_BEGIN;
import static io.webim.contract.Address.AUTH_TOTP_DISABLE;
import static io.webim.contract.Address.AUTH_TOTP_ENABLE;
import static io.webim.contract.Address.AUTH_USER_DELETE;
import static io.webim.contract.Address.AUTH_USER_DELETED;
import static io.webim.contract.Address.AUTH_USER_EXPORT;
import static io.webim.contract.Address.AUTH_USER_GET;
import static io.webim.contract.Address.AUTH_USER_PICTURE;
import static io.webim.contract.Address.AUTH_USER_REGISTER;
import static io.webim.contract.Address.AUTH_WEBHOOK_BOT_END;
import static io.webim.contract.Address.AUTH_WEBHOOK_BOT_MAKE;
import static io.webim.contract.Address.CHAT_DELIVER;
import static io.webim.contract.Address.CHAT_RECEIPTS_CHANGE;
import static io.webim.contract.Address.CONTACTS_USER_CHANGED;
import static io.webim.contract.Address.NODES_MISSED;
import static io.webim.contract.Address.USERS_GET;
import static io.webim.contract.Address.USERS_SEARCH;
import static io.webim.contract.Address.USERS_UPDATE;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Caller;
import io.webim.contract.Claims;
import io.webim.contract.Event;
import io.webim.contract.Reply;
import io.webim.limits.Guesses;
import io.webim.limits.Limit;
import io.webim.limits.RateLimits;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts, passwords, tokens and sessions. */
public final class AuthVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AuthVerticle.class);
    private static final int MOST_USERS = 100;
    private static final long SWEEP_MILLIS = TimeUnit.MINUTES.toMillis(5);
    /** By then whatever was asked before is done, or never will be. */
    private static final long LATECOMERS_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Config config;
    private final Pool pool;
    private final RateLimits rates;
    private final Claims claims;
    private final MeterRegistry meters;

    /** What one password takes of the heap while it is computed, in bytes. */
    public static long memoryOfOnePassword(Config config) {
        return Passwords.memory(config.password().cost());
    }

    /** What all do that are computed at once. */
    public static long memoryOfPasswords(Config config) {
        return Passwords.threads() * memoryOfOnePassword(config);
    }

    /** @param claims where log-ins and passkeys are begun at one node and end at another */
    public AuthVerticle(Config config, Pool pool, RateLimits rates, Claims claims, MeterRegistry meters) {
        this.claims = claims;
        this.config = config;
        this.pool = pool;
        this.rates = rates;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        var keys = vertx.executeBlocking(() -> SigningKeys.load(config.jwt(), config.dataDir()));
        var secret =
                vertx.executeBlocking(() -> ServerSecret.load(config.sealing().secret(), config.dataDir()));
        var rules = vertx.executeBlocking(PasswordRules::load);
        return Future.all(keys, secret, rules).compose(loaded -> serve(keys.result(), secret.result(), rules.result()));
    }

    private Future<?> serve(SigningKeys keys, ServerSecret secret, PasswordRules rules) {
        var bus = new Bus(vertx);
        var limits = new AttemptLimits(rates);
        var passwords = Passwords.create(
                vertx, config.password().cost(), config.limits().on(), rates, meters);
        var accountStore = new AccountStore(pool);
        var sessionStore = new SessionStore(pool);
        var revocations = new Revocations(bus);
        var tokens = new Tokens(vertx, keys, revocations, InstantSource.system());
        var counts = new SessionMeters(meters);
        var botStore = new BotStore(pool);
        var endings = new BotEndings(accountStore, botStore, revocations, botId -> tellAll(bus, botId));
        var sessions = new SessionService(
                config.sessions(),
                accountStore,
                sessionStore,
                tokens,
                new RefreshTokens(secret),
                revocations,
                counts,
                endings);
        var devices = new Devices(sessionStore, bus);
        var confirmation = new Confirmation(accountStore, passwords, limits);
        var passkeyStore = new PasskeyStore(pool);
        var secondFactors = new SecondFactorService(
                accountStore,
                new SecondFactorStore(pool),
                passkeyStore,
                confirmation,
                limits,
                new SecretBox(secret),
                new Totp(config.publicUrl()));
        var accounts = new AccountService(
                vertx,
                accountStore,
                sessionStore,
                devices,
                passwords,
                rules,
                limits,
                confirmation,
                secondFactors,
                revocations,
                endings);
        var passkeys = new PasskeyService(
                vertx, accountStore, passkeyStore, confirmation, secondFactors, config.publicUrl(), claims);
        var logIn = new LogInService(accountStore, passwords, limits, sessions, secondFactors, passkeys, claims);

        bus.serve(
                AUTH_USER_REGISTER,
                fields -> RegisterUser.read(fields, rules),
                (caller, request) -> accounts.register(request));
        bus.serve(AUTH_USER_GET, fields -> fields, (caller, none) -> accounts.get(caller));
        bus.serve(
                USERS_UPDATE,
                UpdateUser::read,
                rates.of(Limit.RENAMES)
                        .of(
                                request -> request.displayName() == null && request.readReceipts() == null ? 0 : 1,
                                (caller, request) -> accounts.update(caller, request)
                                        .compose(user -> tellReceipts(bus, caller, request.readReceipts(), user))
                                        .onSuccess(user -> tellChange(bus, caller, request, user.toJson()))));
        bus.serve(
                USERS_GET,
                fields -> fields.ids("userIds", MOST_USERS),
                rates.of(Limit.SEARCHES).of((caller, ids) -> accounts.named(ids)));
        bus.serve(AUTH_USER_PICTURE, fields -> fields.optionalText("picture", 1, 22), accounts::showPicture);
        bus.serve(
                AUTH_USER_DELETE,
                Confirm::read,
                (caller, request) -> accounts.delete(caller, request).onSuccess(done -> tellAll(bus, caller.userId())));
        bus.serve(AUTH_USER_EXPORT, LogIn::remoteAddress, accounts::export);
        bus.serve(AUTH_PASSWORD_CHANGE, ChangePassword::read, accounts::changePassword);
        bus.serve(USERS_SEARCH, SearchUsers::read, rates.of(Limit.SEARCHES).of(accounts::search));

        var counter = new LogInMeters(meters);
        bus.serve(
                AUTH_SESSION_CREATE,
                LogIn::read,
                (caller, request) -> counter.counted(logIn.logIn(request)),
                unheard -> undo(sessions, unheard));
        bus.serve(
                AUTH_SESSION_COMPLETE,
                CompleteLogIn::read,
                (caller, request) -> counter.counted(logIn.complete(request)),
                unheard -> undo(sessions, unheard));
        bus.serve(
                AUTH_SESSION_UNDO,
                fields -> fields,
                (caller, none) -> sessions.undo(caller.userId(), caller.sessionId()));
        var ownership = new Ownership(sessions, confirmation, counts);
        bus.serve(AUTH_SESSION_CONFIRM, ConfirmOwner::read, ownership::confirm);
        bus.serve(AUTH_SESSION_REFRESH, Refresh::read, (caller, request) -> sessions.refresh(request));
        bus.serve(AUTH_SESSION_LIST, ListSessions::read, devices::list);
        bus.serve(AUTH_SESSION_REVOKE, RevokeSession::read, sessions::revoke);
        bus.serve(AUTH_SESSION_REVOKE_OTHERS, EndOthers::read, sessions::revokeOthers);
        var bots = new BotService(
                accountStore,
                botStore,
                ownership,
                revocations,
                new Guesses(vertx, rates.of(Limit.UNKNOWN_TOKENS)),
                endings);
        bus.serve(
                AUTH_TOKEN_VERIFY,
                VerifyToken::read,
                (caller, request) ->
                        BotToken.isMeant(request.text()) ? bots.verify(request) : tokens.verify(request.text()));
        serveBots(bus, bots);
        var links = new SignedLinks(secret, revocations, InstantSource.system());
        bus.serve(AUTH_LINK_MAKE, SignedLinks.Make::read, links::make);
        bus.serve(AUTH_LINK_VERIFY, SignedLinks.Check::read, (anybody, request) -> links.verify(request));
        bus.serve(AUTH_HEALTH, fields -> fields, (caller, none) -> accounts.health());

        serveSecondFactors(bus, secondFactors, passkeys);
        bus.listen(AUTH_SESSION_REVOKED, revoked -> revocations.remember(ids(revoked)));
        bus.listen(NODES_MISSED, missed -> sessions.recallRevoked());
        vertx.setTimer(Tokens.LIFETIME.toMillis(), timer -> forgetPrevious(keys));
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sessions.sweep());
        return sessions.recallRevoked();
    }

    private void serveBots(Bus bus, BotService bots) {
        var limit = rates.of(Limit.BOTS);
        bus.serve(AUTH_BOT_CREATE, CreateBot::read, limit.of(bots::create));
        bus.serve(AUTH_BOT_LIST, fields -> fields, (caller, none) -> bots.list(caller));
        bus.serve(AUTH_BOT_DELETE, DeleteBot::read, bots::delete);
        bus.serve(AUTH_BOT_TOKEN_CREATE, CreateBotToken::read, limit.of(bots::createToken));
        bus.serve(AUTH_BOT_TOKEN_LIST, fields -> fields.id("userId"), bots::listTokens);
        bus.serve(AUTH_BOT_TOKEN_REVOKE, RevokeBotToken::read, bots::revokeToken);
        bus.serve(AUTH_WEBHOOK_BOT_MAKE, fields -> UserNames.line(fields, "name"), bots::makeForWebhook);
        bus.serve(AUTH_NOTICE_BOT, fields -> fields, (caller, none) -> bots.notice(caller));
        bus.serve(AUTH_WEBHOOK_BOT_END, fields -> fields.id("userId"), bots::endForWebhook);
    }

    private static void serveSecondFactors(Bus bus, SecondFactorService secondFactors, PasskeyService passkeys) {
        bus.serve(
                AUTH_SECOND_FACTOR_GET,
                BeginPasskey::host,
                (caller, host) -> secondFactors
                        .get(caller)
                        .map(reply -> Reply.of(reply.toJson()
                                .put("passkeysAvailable", passkeys.site(host).isPresent()))));
        bus.serve(AUTH_PASSKEY_BEGIN, BeginPasskey::read, passkeys::begin);
        bus.serve(AUTH_PASSKEY_ADD, AddPasskey::read, passkeys::add);
        bus.serve(AUTH_PASSKEY_REMOVE, RemovePasskey::read, passkeys::remove);
        bus.serve(AUTH_TOTP_BEGIN, Confirm::read, secondFactors::beginApp);
        bus.serve(AUTH_TOTP_ENABLE, EnterCode::read, secondFactors::enableApp);
        bus.serve(AUTH_TOTP_DISABLE, Confirm::read, secondFactors::disableApp);
        bus.serve(AUTH_RECOVERY_CODES_RENEW, Confirm::read, secondFactors::renewCodes);
    }

    private static List<Long> ids(JsonObject revoked) {
        return revoked.getJsonArray("sessionIds", new JsonArray()).stream()
                .map(id -> ((Number) id).longValue())
                .toList();
    }

    private static void undo(SessionService sessions, JsonObject opened) {
        sessions.undo(opened.getJsonObject("user").getLong("id"), opened.getLong("sessionId"));
    }

    private static Future<Reply> tellReceipts(Bus bus, Caller caller, @Nullable Boolean readReceipts, Reply user) {
        return readReceipts == null
                ? Future.succeededFuture(user)
                : bus.call(CHAT_RECEIPTS_CHANGE, caller, new JsonObject().put("readReceipts", readReceipts))
                        .map(user);
    }

    private static void tellChange(Bus bus, Caller caller, UpdateUser request, JsonObject user) {
        if (request.displayName() != null) {
            tellContacts(bus, caller.userId());
        }
        if (request.addMe() != null || request.readReceipts() != null) {
            tellOwnDevices(bus, caller, user);
        }
    }

    /** What is not told where nothing was chosen is told here: it may be that again. */
    private static void tellOwnDevices(Bus bus, Caller caller, JsonObject user) {
        var chosen = user.copy()
                .put("addMe", user.getString("addMe", "all"))
                .put("readReceipts", user.getBoolean("readReceipts", true));
        bus.publish(
                CHAT_DELIVER,
                new JsonObject()
                        .put("userId", caller.userId())
                        .put("by", caller.userId())
                        .put("event", Event.userChanged(chosen)));
    }

    private static void tellContacts(Bus bus, long userId) {
        bus.tell(CONTACTS_USER_CHANGED, new JsonObject().put("userId", userId));
    }

    /** Twice: what was under way may store something yet, and sockets that close note when their user was last there. */
    private void tellAll(Bus bus, long userId) {
        tellContacts(bus, userId);
        tellDeleted(bus, userId);
        vertx.setTimer(LATECOMERS_MILLIS, timer -> tellDeleted(bus, userId));
    }

    private static void tellDeleted(Bus bus, long userId) {
        bus.publish(AUTH_USER_DELETED, new JsonObject().put("userId", userId));
    }

    private void forgetPrevious(SigningKeys keys) {
        vertx.executeBlocking(() -> {
                    keys.forgetPrevious(config.dataDir());
                    return null;
                })
                .onFailure(error -> log.warn("Could not delete the previous signing key: {}", error.toString()));
    }
}
